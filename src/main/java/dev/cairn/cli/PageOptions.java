package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.dashboard.Dashboard;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the page in the browser is served. */
final class PageOptions {
    private static final int PORT = 7420;

    @Option(names = "--port", paramLabel = "N",
            description = "Where the page is served on this machine. Default: " + PORT
                    + ", and where it is taken, any that is free.")
    private @Nullable Integer port;

    boolean hasPort() {
        return port != null;
    }

    /** Serves the runs of a folder. */
    Dashboard serve(Path runs) {
        if (port != null) {
            return Dashboard.serve(runs, port);
        }
        try {
            return Dashboard.serve(runs, PORT);
        } catch (CairnException e) {
            return Dashboard.serve(runs, 0);
        }
    }
}
