package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets all frameworks do the same in turns and writes what they took. Its work is cut into slices, a network with a number of
 * threads each, that can run one by one; a slice whose file exists is done. Arguments: {@code next} or {@code all}.
 */
public final class Comparison {
    private static final int ROUNDS = 5;
    private static final double WARM_UP_SECONDS = 2.5;
    private static final double TRAIN_SECONDS = 0.6;
    private static final double INFER_SECONDS = 0.2;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final int STARTS = 5;
    private static final Path SLICES = Path.of("target", "peers", "slices");
    private static final String START = "start";
    private static final List<String> WORK = List.of("train", "infer 1", "infer 128");
    /** Networks and their batches. */
    private static final Map<String, Integer> NETS = nets();

    private Comparison() {
    }

    private static Map<String, Integer> nets() {
        Map<String, Integer> nets = new LinkedHashMap<>();
        nets.put("1024-16-10", 20);
        nets.put("784-64-10", 128);
        nets.put("784-128-10", 128);
        nets.put("1024-512-256-10", 128);
        nets.put("3072-50-10", 100);
        nets.put("3072-1024-512-10", 512);
        return nets;
    }

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(SLICES);
        do {
            Optional<String> slice = slices().stream().filter(name -> !Files.exists(file(name))).findFirst();
            if (slice.isEmpty()) {
                break;
            }
            run(slice.get());
        } while (arguments[0].equals("all"));
        long left = slices().stream().filter(name -> !Files.exists(file(name))).count();
        System.err.println(left + " of " + slices().size() + " slices left");
    }

    /** All slices, named START, or network and threads. */
    static List<String> slices() {
        List<String> slices = new ArrayList<>(List.of(START));
        for (int threads = 1; threads <= 2; threads++) {
            for (String net : NETS.keySet()) {
                slices.add(net + "x" + threads);
            }
        }
        return slices;
    }

    static Path file(String slice) {
        return SLICES.resolve(slice + ".csv");
    }

    private static void run(String slice) throws IOException {
        System.err.println(slice);
        List<String> lines = slice.equals(START)
                ? starts()
                : compare(slice.substring(0, slice.indexOf('x')),
                        Integer.parseInt(slice.substring(slice.indexOf('x') + 1)));
        Files.write(file(slice), lines);
    }

    /** From the start of a JVM to the end of its first training step, on 784-64-10; and what ./cairn --help takes. */
    private static List<String> starts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < STARTS + 1; i++) {
            for (Contender contender : Contender.ALL) {
                try (PeerProcess process = new PeerProcess(contender, "784-64-10", NETS.get("784-64-10"), 1)) {
                    if (i > 0) { // the first ones unpack libraries and fill the system's caches
                        lines.add(line(contender, "first_step", 1e3 * process.firstStepSeconds));
                    }
                }
            }
            double help = helpSeconds();
            if (i > 0) {
                lines.add(line(Contender.CAIRN, "help", 1e3 * help));
            }
        }
        return lines;
    }

    private static double helpSeconds() throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("./cairn", "--help").redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return (System.nanoTime() - start) * 1e-9;
    }

    private static List<String> compare(String net, int threads) throws IOException {
        List<String> lines = new ArrayList<>();
        Map<Contender, PeerProcess> processes = new LinkedHashMap<>();
        try {
            for (Contender contender : Contender.ALL) {
                processes.put(contender, new PeerProcess(contender, net, NETS.get(net), threads));
            }
            checkLosses(processes);
            for (Map.Entry<Contender, PeerProcess> entry : processes.entrySet()) {
                lines.add(entry.getKey().name() + ";version;" + entry.getValue().version().replace(';', ','));
            }
            for (String work : WORK) {
                measure(processes, work, lines);
            }
        } finally {
            for (PeerProcess process : processes.values()) {
                process.close();
            }
        }
        return lines;
    }

    private static void checkLosses(Map<Contender, PeerProcess> processes) throws IOException {
        double[] expected = processes.get(Contender.CAIRN).losses();
        for (Map.Entry<Contender, PeerProcess> entry : processes.entrySet()) {
            double[] found = entry.getKey() == Contender.CAIRN ? expected : entry.getValue().losses();
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(found[i] - expected[i]) <= LOSS_TOLERANCE)) {
                    throw new IllegalStateException(String.format(Locale.ROOT, "%s trains to another loss: %f, not %f",
                            entry.getKey().name(), found[i], expected[i]));
                }
            }
        }
    }

    private static void measure(Map<Contender, PeerProcess> processes, String work, List<String> lines)
            throws IOException {
        boolean training = work.equals(WORK.getFirst());
        for (PeerProcess process : processes.values()) {
            process.measure(work, training ? WARM_UP_SECONDS : INFER_SECONDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<Contender, PeerProcess> entry : processes.entrySet()) {
                lines.add(line(entry.getKey(), work,
                        entry.getValue().measure(work, training ? TRAIN_SECONDS : INFER_SECONDS)));
            }
        }
        if (training) {
            for (Map.Entry<Contender, PeerProcess> entry : processes.entrySet()) {
                lines.add(line(entry.getKey(), "peak", entry.getValue().peakMebibytes()));
            }
        }
    }

    private static String line(Contender contender, String what, double value) {
        return contender.name() + ";" + what + ";" + value;
    }
}
