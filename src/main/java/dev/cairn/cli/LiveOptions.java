package dev.cairn.cli;

import dev.cairn.dashboard.Dashboard;
import dev.cairn.dashboard.LiveRun;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run that is watched in the browser while it trains. */
final class LiveOptions {
    @Option(names = "--live",
            description = "Serve a page that follows the run while it trains: curves, confusion matrix, decision regions of 2-D data.")
    private boolean live;

    @Mixin
    private final PageOptions page = new PageOptions();

    void check() {
        if (page.hasPort() && !live) {
            throw new IllegalArgumentException("--port says where the page of --live is served: add --live");
        }
    }

    /** Serves the page, and lets the run show what its network does; null where nobody wants to see it. */
    @Nullable
    Dashboard serve(LiveRun run, Training training, OutputOptions output) {
        if (!live) {
            return null;
        }
        training.watcher().ifPresent(run::watch);
        Path runs = run.path().toAbsolutePath().getParent();
        Dashboard served = page.serve(runs == null ? run.path() : runs);
        output.say("live on " + served.url());
        return served;
    }

    /** Leaves the page up for whoever started the run on a terminal. */
    void linger(OutputOptions output) {
        if (live && !output.isQuiet() && Terminal.isAttached()) {
            output.info("the page stays until you press Enter");
            try {
                System.in.read();
            } catch (IOException e) {
                // Nobody can press anything: the page need not stay.
            }
        }
    }
}
