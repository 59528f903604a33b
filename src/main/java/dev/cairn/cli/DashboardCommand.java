package dev.cairn.cli;

import dev.cairn.dashboard.Dashboard;
import dev.cairn.io.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn dashboard}: a page in the browser that follows the runs of a folder. */
@Command(
        name = "dashboard",
        description = "Shows running and finished runs on a page in the browser, on this machine alone, until it is interrupted.")
final class DashboardCommand implements Callable<Integer> {
    @Mixin(name = "Page")
    private final PageOptions page = new PageOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--runs", paramLabel = "FOLDER",
            description = "The folder that holds the folders of runs. Default: runs.")
    private Path runs = RunFolder.RUNS;

    @Override
    public Integer call() throws InterruptedException {
        try (Dashboard served = page.serve(runs)) {
            output.out().println(served.url());
            output.out().flush();
            output.info("shows the runs of " + runs + "; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
