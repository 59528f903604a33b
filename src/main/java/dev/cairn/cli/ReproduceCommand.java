package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.files.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn reproduce}: published figures beside what Cairn obtains with the same set-up. */
@Command(
        name = "reproduce",
        description = "Trains what was published, with several seeds, and prints the published figures beside the obtained ones.")
final class ReproduceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to reproduce; --list names all.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Everything there is.")
    private boolean all;

    @Option(names = "--list", description = "Say what there is, and with which options each is trained.")
    private boolean list;

    @Option(names = "--quick",
            description = "Train once, for one epoch and on 2000 samples: to see that all works; the figures mean nothing.")
    private boolean quick;

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
        run(possible, table);
        output.out().print(output.isJson() ? table.toJson() : table.toString());
        output.out().flush();
        missing.forEach(each -> output.warn(each.name() + " was left out: it " + whyNot(each).orElseThrow()));
        return missing.isEmpty() ? 0 : 1;
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

    private void run(List<Publication> publications, ReproductionTable table) throws InterruptedException {
        Backend chosen;
        DeviceOptions options;
        try (Device device = backend.open(output)) {
            chosen = device.backend();
            options = device.options();
        }
        int atOnce = chosen == Backend.CPU ? options.threads() : 1;
        try (Reproduction reproduction = new Reproduction(folders, quick, chosen,
                options.withThreads(options.threads() / atOnce), atOnce, output, output::info)) {
            List<Reproduction.UnderWay> underWay = new ArrayList<>();
            publications.forEach(each -> underWay.add(reproduction.start(each)));
            for (Reproduction.UnderWay each : underWay) {
                each.finished().forEach(table::add);
            }
        }
    }
}
