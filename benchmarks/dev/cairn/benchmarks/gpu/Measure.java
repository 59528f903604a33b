package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Case;
import dev.cairn.bench.DenseNet;
import dev.cairn.bench.Work;
import dev.cairn.testing.KeptCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures one part and adds it to the table. Arguments: the folder of the table, {@code full} or {@code tiny}, the part, after
 * how many seconds nothing new is begun, and the command that starts {@code peers.py}, where PyTorch is at hand.
 */
public final class Measure {
    private static final int STEPS = 1;
    private static final int EPOCHS = 2;
    private static final int VECTORS = 3;
    private static final int PRODUCTS = 4;
    private static final int SAMENESS = 5;
    /** Of a run that is repeated. */
    private static final int MOST_IMAGES = 2000;
    private static final double OVER_EAGER = 5;
    private static final double OVER_GRAPHS = 1.3;
    private static final double OVER_COMPILED_GRAPHS = 1;
    /** Milliseconds, for the networks of {@link Scale#epochs}. */
    private static final List<Double> LONGEST_EPOCHS = List.of(40.0, 15.0);

    private final long start = System.nanoTime();
    private final Table table;
    private final Scale scale;
    private final double seconds;
    private final List<String> peers;
    private final KeptCard card;

    private Measure(Table table, Scale scale, double seconds, List<String> peers, KeptCard card) {
        this.table = table;
        this.scale = scale;
        this.seconds = seconds;
        this.peers = peers;
        this.card = card;
    }

    public static void main(String[] arguments) {
        try (KeptCard card = new KeptCard()) {
            new Measure(new Table(Path.of(arguments[0])), arguments[1].equals("tiny") ? Scale.tiny() : Scale.full(),
                    Double.parseDouble(arguments[3]), Arrays.asList(arguments).subList(4, arguments.length), card)
                    .run(arguments[2]);
        }
    }

    private void run(String part) {
        switch (part) {
            case "vectors" -> vectors();
            case "products" -> products();
            case "epochs" -> epochs();
            case "sameness" -> sameness();
            case "steps" -> steps();
            case "jmh" -> attempt(STEPS, "JMH", () -> new Jmh(scale, table).measure());
            default -> throw new IllegalArgumentException("there is no part " + part);
        }
    }

    private void vectors() {
        Throughput throughput = new Throughput(scale, table);
        attempt(VECTORS, "empty launches", throughput::launches);
        attempt(VECTORS, "operations on vectors", () -> throughput.vectors(VECTORS));
    }

    private void products() {
        Throughput throughput = new Throughput(scale, table);
        for (Precision precision : Precision.values()) {
            scale.matrices().forEach(size -> attempt(PRODUCTS, "products in " + precision + " of " + size,
                    () -> throughput.products(PRODUCTS, precision, size)));
        }
    }

    private void epochs() {
        Epochs epochs = new Epochs(scale, table);
        for (int i = 0; i < scale.epochs().size(); i++) {
            DenseNet net = scale.epochs().get(i);
            double bound = LONGEST_EPOCHS.get(i);
            attempt(EPOCHS, "an epoch of " + net, () -> epochs.measure(EPOCHS, net, bound));
        }
    }

    private void sameness() {
        Sameness sameness = new Sameness(table, SAMENESS);
        WholeRun run = new WholeRun(Math.min(scale.images(), MOST_IMAGES));
        for (Precision precision : Precision.values()) {
            attempt(SAMENESS, "repeating a run in " + precision, () -> sameness.run(run, precision));
        }
        for (Case of : cases(scale.required())) {
            attempt(SAMENESS, "repeating " + Steps.name(of), () -> sameness.bits(of));
            attempt(SAMENESS, "the CPU beside " + Steps.name(of), () -> sameness.cpu(of));
        }
    }

    private void steps() {
        try (PyTorch pytorch = pytorch()) {
            Steps steps = new Steps(scale, table, pytorch);
            for (Case of : cases(scale.small())) {
                attempt(STEPS, Steps.name(of), () -> judge(of, steps.measure(of, Steps.QUICK_MODES)));
            }
            List<String> modes = pytorch != null && compiles(pytorch) ? Steps.MODES : Steps.QUICK_MODES;
            for (Case of : cases(List.of(scale.large()))) {
                attempt(STEPS, Steps.name(of), () -> judge(of, steps.measure(of, modes)));
                if (of.options().precision() == Precision.BF16) {
                    Rounding.alwaysByOurKernel(
                            () -> attempt(STEPS, Steps.name(of), () -> steps.measure(of, List.of())));
                }
            }
            for (Case of : cases(scale.others())) {
                attempt(STEPS, Steps.name(of), () -> steps.measure(of, Steps.QUICK_MODES));
            }
        }
    }

    /** Whether torch.compile works here, which it has half of the time that is left to show; from then on it takes less. */
    private boolean compiles(PyTorch pytorch) {
        try {
            pytorch.warmUpCompiler((seconds - elapsed()) / 2);
            return true;
        } catch (CairnException e) {
            table.note("PyTorch compile: not timed: " + e.getMessage());
            return false;
        }
    }

    private @Nullable PyTorch pytorch() {
        if (peers.isEmpty()) {
            table.note("PyTorch: not run: this machine has no Python with torch");
            return null;
        }
        PyTorch pytorch = new PyTorch(peers, seconds);
        attempt(STEPS, "PyTorch", () -> table.note("peers: " + pytorch.version()));
        return pytorch;
    }

    private void judge(Case of, Row row) {
        if (of.net().equals(scale.large())) {
            faster(of, row, "compile+graphs", OVER_COMPILED_GRAPHS);
        } else {
            faster(of, row, "eager", OVER_EAGER);
            faster(of, row, "graphs", OVER_GRAPHS);
        }
    }

    private void faster(Case of, Row row, String mode, double bound) {
        String peer = Steps.PEERS.get(Steps.MODES.indexOf(mode));
        table.add(Goal.atLeast(STEPS, Steps.name(of) + ": times as fast as " + peer, bound, row.timesAsFastAs(peer)));
    }

    /** What fails, or would begin too late, is in the table with the reason, and the rest goes on. */
    private void attempt(int group, String what, Runnable measurement) {
        if (elapsed() > seconds) {
            table.add(Goal.failed(group, what, "the time was over"));
            return;
        }
        System.err.printf("%6.1f s: %s%n", elapsed(), what);
        try {
            measurement.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            e.printStackTrace();
            table.add(Goal.failed(group, what, String.valueOf(e.getMessage())));
        } finally {
            card.openAnewIfLost();
        }
    }

    private double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** One precision after the other, so that all networks have figures in the first where time runs out. */
    private static List<Case> cases(List<DenseNet> nets) {
        List<Case> cases = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            for (DenseNet net : nets) {
                cases.add(new Case(Backend.CUDA, Work.TRAIN, net, net.usualBatch(),
                        DeviceOptions.defaults().withPrecision(precision), true));
            }
        }
        return cases;
    }
}
