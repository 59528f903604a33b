package dev.cairn.benchmarks.gpu;

import dev.cairn.CairnException;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Case;
import dev.cairn.bench.LeastStep;
import dev.cairn.bench.Repeatable;
import dev.cairn.bench.Session;
import dev.cairn.bench.Stopwatch;
import dev.cairn.bench.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The training steps of Cairn and PyTorch, from the same weights on the same batch, in turns. */
final class Steps {
    /** PyTorch's ways to do a step, as {@code peers.py} knows them. */
    static final List<String> MODES = List.of("eager", "graphs", "compile", "compile+graphs");
    /** Those that compile nothing, which takes tens of seconds. */
    static final List<String> QUICK_MODES = List.of("eager", "graphs");
    private static final String COMPILE = "compile";
    /** What they are called in the table. */
    static final List<String> PEERS = MODES.stream().map(mode -> "PyTorch " + mode).toList();

    private static final int COMPARED_STEPS = 10;
    /** No weight moves far, however many steps are timed. */
    private static final double LEARNING_RATE = 1e-6;

    private final Scale scale;
    private final Table table;
    private final @Nullable PyTorch pytorch;

    /** @param pytorch null where it is not at hand */
    Steps(Scale scale, Table table, @Nullable PyTorch pytorch) {
        this.scale = scale;
        this.table = table;
        this.pytorch = pytorch;
    }

    /**
     * Measures one case.
     *
     * @param modes of PyTorch that are timed beside it, if any
     * @return its row, which the table has too
     */
    Row measure(Case of, List<String> modes) {
        List<Double> replayed = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> least = new ArrayList<>();
        Map<String, List<Double>> peers = new LinkedHashMap<>();
        ready(of, modes).forEach(mode -> peers.put(mode, new ArrayList<>()));
        try (Session replaying = new Session(of, LEARNING_RATE);
                Session writing = new Session(of.withReplay(false), LEARNING_RATE)) {
            replaying.check();
            List<Repeatable> works = new ArrayList<>(List.of(replaying::train, writing::train));
            works.addAll(LeastStep.ways(replaying.device(), of));
            for (int round = 0; round < scale.rounds(); round++) {
                List<Timing> ours = Stopwatch.inTurns(2 * scale.seconds(), works);
                replayed.add(ours.get(0).median());
                plain.add(ours.get(1).median());
                least.add(Math.min(ours.get(2).median(), ours.get(3).median()));
                time(of, peers);
            }
        }
        Map<String, Double> microseconds = new LinkedHashMap<>();
        peers.forEach((mode, times) -> microseconds.put(PEERS.get(MODES.indexOf(mode)), median(times)));
        Row row = new Row(name(of), "us", false, median(replayed), median(plain), microseconds, median(least));
        table.add(row);
        return row;
    }

    static String name(Case of) {
        return "step of " + of.net() + ", batch " + of.batch() + ", " + Rounding.describe(of);
    }

    private static double median(List<Double> seconds) {
        return seconds.isEmpty()
                ? Double.NaN
                : 1e6 * Timing.of(seconds.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }

    private void time(Case of, Map<String, List<Double>> peers) {
        if (pytorch == null) {
            return;
        }
        for (Map.Entry<String, List<Double>> peer : List.copyOf(peers.entrySet())) {
            try {
                peer.getValue().add(pytorch.time(peer.getKey(), scale.seconds()));
            } catch (CairnException e) {
                peers.remove(peer.getKey());
                note(peer.getKey(), of, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Those of the modes whose losses are ours; why others are not compared is noted. */
    private List<String> ready(Case of, List<String> modes) {
        List<String> ready = new ArrayList<>();
        if (pytorch == null || modes.isEmpty()) {
            return ready;
        }
        double[] expected = Sameness.losses(of, COMPARED_STEPS);
        try {
            begin(of, pytorch);
        } catch (CairnException e) {
            note("in every mode", of, String.valueOf(e.getMessage()));
            return ready;
        }
        boolean compiles = true;
        for (String mode : modes) {
            if (mode.startsWith(COMPILE) && !compiles) {
                note(mode, of, "it cannot be compiled");
                continue;
            }
            try {
                double difference = Sameness.difference(expected, pytorch.losses(mode, COMPARED_STEPS));
                if (difference <= Sameness.tolerance(of)) {
                    ready.add(mode);
                } else {
                    note(mode, of, "its losses differ by " + difference);
                }
            } catch (CairnException e) {
                compiles &= !mode.equals(COMPILE);
                note(mode, of, String.valueOf(e.getMessage()));
            }
        }
        return ready;
    }

    private void note(String mode, Case of, String reason) {
        table.note("PyTorch " + mode + ", " + name(of) + ": not timed: " + reason);
    }

    private static void begin(Case of, PyTorch pytorch) {
        try {
            Path file = Files.createTempFile("cairn-step", ".bin");
            try {
                write(of, file);
                pytorch.begin(file.toString(), of.net().toString(), of.batch(), name(of.options().precision()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** Samples, labels and first weights as little-endian float32. */
    private static void write(Case of, Path file) throws IOException {
        try (Session session = new Session(of, LEARNING_RATE)) {
            List<float[]> all = new ArrayList<>();
            all.add(session.samples());
            int[] classes = session.labels();
            float[] labels = new float[classes.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = classes[i];
            }
            all.add(labels);
            all.addAll(session.parameters());
            int count = all.stream().mapToInt(values -> values.length).sum();
            ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            all.forEach(values -> {
                for (float value : values) {
                    bytes.putFloat(value);
                }
            });
            Files.write(file, bytes.array());
        }
    }
}
