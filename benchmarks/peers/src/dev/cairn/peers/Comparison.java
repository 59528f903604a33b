package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets all frameworks do the same in turns and writes what they took. Its work is cut into slices, a network with a number of
 * threads each, that can run one by one; a slice whose file exists is done. Arguments: {@code next} or {@code all}.
 */
public final class Comparison {
    private static final double TRAIN_WARM_UP_SECONDS = 2;
    private static final double TRAIN_SECONDS = 0.15;
    private static final double INFER_WARM_UP_SECONDS = 0.2;
    private static final double INFER_SECONDS = 0.05;
    private static final int STARTS = 5;
    private static final Path SLICES = Path.of("target", "peers", "slices");
    static final String START = "start";
    static final String START_NET = "784-64-10";
    /** Where the framework around the kernels is to be seen. */
    private static final List<String> SMALL = List.of("1024-16-10", "784-64-10");
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
        List<String> left = left();
        boolean all = arguments[0].equals("all");
        for (String slice : all ? left : left.subList(0, Math.min(1, left.size()))) {
            run(slice);
        }
        System.err.println(left().size() + " of " + slices().size() + " slices left");
    }

    private static List<String> left() {
        return slices().stream().filter(name -> !Files.exists(file(name))).toList();
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

    /** A slice in which Cairn fails stays undone; the others go on. */
    private static void run(String slice) {
        System.err.println(slice);
        try {
            List<String> lines = slice.equals(START)
                    ? starts()
                    : compare(slice.substring(0, slice.indexOf('x')),
                            Integer.parseInt(slice.substring(slice.indexOf('x') + 1)));
            Files.write(file(slice), lines);
        } catch (IOException | IllegalStateException e) {
            System.err.println(slice + ": " + e.getMessage());
        }
    }

    /** From the start of a JVM to the end of its first training step; and what ./cairn --help takes. */
    private static List<String> starts() throws IOException {
        Slice slice = new Slice(START_NET, NETS.get(START_NET), 1);
        List<Contender> contenders = new ArrayList<>(Contender.PEERS);
        contenders.addFirst(Contender.CAIRN);
        for (int i = 0; i < STARTS + 1; i++) {
            double help = helpSeconds();
            if (i == 0) { // the first ones unpack libraries and fill the system's caches
                contenders.removeIf(contender -> !slice.starts(contender));
            } else {
                contenders.forEach(slice::timeStart);
                slice.add(Contender.CAIRN, "help", 1e3 * help);
            }
        }
        return slice.lines();
    }

    private static double helpSeconds() throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("./cairn", "--help").redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return (System.nanoTime() - start) * 1e-9;
    }

    private static List<String> compare(String net, int threads) throws IOException {
        try (Slice slice = new Slice(net, NETS.get(net), threads)) {
            for (Contender contender : Contender.ALL) {
                if (Contender.PEERS.contains(contender) || contender == Contender.CAIRN || SMALL.contains(net)) {
                    slice.join(contender);
                }
            }
            slice.measure("train", TRAIN_WARM_UP_SECONDS, TRAIN_SECONDS);
            slice.addPeaks();
            slice.measure("infer 1", INFER_WARM_UP_SECONDS, INFER_SECONDS);
            slice.measure("infer 128", INFER_WARM_UP_SECONDS, INFER_SECONDS);
            slice.close(); // nobody waits beside what comes now
            slice.addLimit();
            return slice.lines();
        }
    }
}
