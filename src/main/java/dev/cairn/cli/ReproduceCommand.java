package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.files.Suggestion;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn reproduce}: published figures beside what Cairn obtains with the same set-up. */
@Command(
        name = "reproduce",
        description = "Trains what was published, with several seeds, and prints the published figures beside the obtained ones.")
final class ReproduceCommand implements Callable<Integer> {
    private static final double SECONDS_A_MINUTE = 60;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to reproduce; --list names all.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Everything there is.")
    private boolean all;

    @Option(names = "--list", description = "Say what there is, and with which options each is trained.")
    private boolean list;

    @Option(names = "--quick",
            description = "Train once, for one epoch and on 2000 samples: to see that all works; the figures mean nothing.")
    private boolean quick;

    @Option(names = "--out", paramLabel = "FOLDER", description = {
        "Where the table goes, as reproduce.md and reproduce.json, written anew after each publication, and the pictures of grids. Default: runs/DATE-reproduce, made unique."})
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private CommandSpec command;

    @Mixin(name = "Data")
    private final DataFolders folders = new DataFolders();
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws InterruptedException {
        List<Publication> known = Publication.all();
        if (list) {
            known.forEach(publication -> output.out().println(publication.describe()));
            output.out().flush();
            return 0;
        }
        List<Publication> chosen = chosen(known);
        List<Publication> missing = chosen.stream().filter(each -> whyNot(each).isPresent()).toList();
        if (missing.size() == chosen.size()) {
            Publication first = missing.getFirst();
            throw new CairnException(first.name() + " " + whyNot(first).orElseThrow());
        }
        List<Publication> possible = chosen.stream().filter(each -> !missing.contains(each)).toList();
        ReproductionTable table = new ReproductionTable(known.stream().map(Publication::name).toList(), quick);
        missing.forEach(each -> table.add(ReproductionRow.failed(each, whyNot(each).orElseThrow())));
        ReproductionFolder folder = ReproductionFolder.open(out);
        run(possible, table, folder);
        output.out().print(output.isJson() ? table.toJson() : table.toString());
        output.out().flush();
        output.info("written to " + folder);
        return table.hasFailures() ? 1 : 0;
    }

    private List<Publication> chosen(List<Publication> known) {
        if (all == !names.isEmpty()) {
            throw new IllegalArgumentException("what to reproduce? Give names, or --all; --list shows what there is");
        }
        SequencedSet<Publication> chosen = new LinkedHashSet<>(all ? known : List.of());
        List<String> knownNames = known.stream().map(Publication::name).toList();
        for (String name : names) {
            int index = knownNames.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("nothing to reproduce is named " + name + "; "
                        + Suggestion.of(name, knownNames) + "--list shows what there is");
            }
            chosen.add(known.get(index));
        }
        return List.copyOf(chosen);
    }

    private Optional<String> whyNot(Publication publication) {
        return publication.isCheck()
                ? Optional.empty()
                : folders.whyNot(publication.words(publication.rows().getFirst()));
    }

    private void run(List<Publication> publications, ReproductionTable table, ReproductionFolder folder)
            throws InterruptedException {
        long start = System.nanoTime();
        Backend chosen;
        DeviceOptions options;
        String machine;
        try (Device device = backend.open(output)) {
            chosen = device.backend();
            options = device.options();
            machine = device.describe();
        }
        int atOnce = chosen == Backend.CPU ? options.threads() : 1;
        try (Reproduction reproduction = new Reproduction(folders, quick, chosen,
                options.withThreads(options.threads() / atOnce), atOnce, output, output::info)) {
            // The last of the list take longest: begun first, they leave no processor idle at the end.
            for (Reproduction.UnderWay each : publications.reversed().stream().map(reproduction::start).toList()) {
                finish(each, table, folder);
                folder.write(heading(machine, (System.nanoTime() - start) * 1e-9), table);
            }
        }
    }

    private void finish(Reproduction.UnderWay underWay, ReproductionTable table, ReproductionFolder folder)
            throws InterruptedException {
        Publication publication = underWay.publication();
        try {
            Reproduction.Outcome outcome = underWay.finished();
            table.add(outcome.rows());
            folder.draw(publication.name(), outcome.trials());
        } catch (RuntimeException | OutOfMemoryError e) { // the others go on
            output.warn(publication.name() + " failed: " + e.getMessage());
            table.add(ReproductionRow.failed(publication, String.valueOf(e.getMessage())));
        }
    }

    private String heading(String machine, double seconds) {
        return String.format(Locale.ROOT, "`%s` on %s: %.1f minutes on %s, Java %s", CommandText.of(command),
                LocalDate.now(), seconds / SECONDS_A_MINUTE, machine, System.getProperty("java.runtime.version"));
    }
}
