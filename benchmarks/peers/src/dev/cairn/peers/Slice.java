package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A network with a number of threads, done by all contenders in turns. One that fails is left out from there on, and the reason
 * is kept; without Cairn there is nothing to compare with, so its failure ends the slice.
 */
final class Slice implements AutoCloseable {
    /** What is written in the place of a figure's name where a contender failed. */
    static final String FAILED = "failed";
    /** Many short ones: a machine that others share is faster and slower for seconds, and all shall meet the same of both. */
    private static final int ROUNDS = 20;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final String LIMIT_SECONDS = "3";

    private final String net;
    private final int batch;
    private final int threads;
    private final Map<Contender, PeerProcess> processes = new LinkedHashMap<>();
    /** Another order in each round, the same ones in each run: nobody always comes after the same one. */
    private final Random order = new Random(0);
    private final List<String> lines = new ArrayList<>();
    private double[] expected = {};

    Slice(String net, int batch, int threads) {
        this.net = net;
        this.batch = batch;
        this.threads = threads;
    }

    /** What was measured: contender; figure; value. */
    List<String> lines() {
        return lines;
    }

    void add(Contender contender, String what, double value) {
        lines.add(contender.name() + ";" + what + ";" + value);
    }

    private void fail(Contender contender, String reason) {
        if (contender == Contender.CAIRN) {
            throw new IllegalStateException(reason);
        }
        System.err.println(reason);
        lines.add(contender.name() + ";" + FAILED + ";" + reason.replace(';', ','));
    }

    /** Whether a contender's process starts and makes a step. */
    boolean starts(Contender contender) {
        try (PeerProcess _ = new PeerProcess(contender, net, batch, threads)) {
            return true;
        } catch (IOException e) {
            fail(contender, e.getMessage());
            return false;
        }
    }

    /** From the start of a contender's process to the end of its first step. */
    void timeStart(Contender contender) {
        try (PeerProcess process = new PeerProcess(contender, net, batch, threads)) {
            add(contender, "first_step", 1e3 * process.firstStepSeconds);
        } catch (IOException e) {
            fail(contender, e.getMessage());
        }
    }

    /** Starts a contender, the first one Cairn; who trains to other losses than Cairn is out. */
    void join(Contender contender) throws IOException {
        try {
            PeerProcess process = new PeerProcess(contender, net, batch, threads);
            processes.put(contender, process);
            double[] losses = process.losses();
            if (contender == Contender.CAIRN) {
                expected = losses;
            }
            for (int i = 0; i < losses.length; i++) {
                if (!(Math.abs(losses[i] - expected[i]) <= LOSS_TOLERANCE)) {
                    throw new IOException(String.format(Locale.ROOT, "%s trains to another loss: %f, not %f",
                            contender.name(), losses[i], expected[i]));
                }
            }
            lines.add(contender.name() + ";version;" + process.version().replace(';', ','));
            process.sleep();
        } catch (IOException e) {
            drop(contender, e);
        }
    }

    private void drop(Contender contender, IOException e) throws IOException {
        PeerProcess process = processes.remove(contender);
        if (process != null) {
            process.close();
        }
        fail(contender, e.getMessage());
    }

    /** Rounds in which all take turns, after each has warmed up. */
    void measure(String work, double warmUpSeconds, double seconds) throws IOException {
        for (Contender contender : List.copyOf(processes.keySet())) {
            median(contender, work, warmUpSeconds);
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<Contender> turns = new ArrayList<>(processes.keySet());
            Collections.shuffle(turns, order);
            for (Contender contender : turns) {
                double median = median(contender, work, seconds);
                if (!Double.isNaN(median)) {
                    add(contender, work, median);
                }
            }
        }
    }

    private double median(Contender contender, String work, double seconds) throws IOException {
        try {
            return processes.get(contender).measure(work, seconds);
        } catch (IOException e) {
            drop(contender, e);
            return Double.NaN;
        }
    }

    /** The most memory that each has had so far. */
    void addPeaks() throws IOException {
        for (Map.Entry<Contender, PeerProcess> entry : processes.entrySet()) {
            add(entry.getKey(), "peak", entry.getValue().peakMebibytes());
        }
    }

    /** How near Cairn's step is to the least it could take, by {@code cairn bench}. */
    void addLimit() throws IOException {
        Path out = Files.createTempDirectory(Path.of("target", "peers"), "bench");
        Process bench = new ProcessBuilder("./cairn", "bench", "--net", net, "--batch", Integer.toString(batch),
                "--threads", Integer.toString(threads), "--backend", "cpu", "--seconds", LIMIT_SECONDS, "--out",
                out.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        for (String line : bench.inputReader().readAllLines()) {
            for (String word : line.split(" ")) {
                String[] parts = word.split("=");
                if (List.of("us_per_step", "us_gemm", "share_of_limit").contains(parts[0])) {
                    add(Contender.CAIRN, parts[0], Double.parseDouble(parts[1]));
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (PeerProcess process : processes.values()) {
            process.close();
        }
        processes.clear();
    }
}
