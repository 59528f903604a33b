package dev.cairn.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * The life of a process that measures one framework. Arguments: net, batch, threads. It says {@code first LOSS} after the
 * first training step, the losses of the next ones and its version, and then obeys lines from its standard input:
 * {@code train SECONDS} and {@code infer SAMPLES SECONDS} are answered by the median in microseconds, {@code quit} ends it.
 */
public final class Worker {
    static final int COMPARED_STEPS = 10;
    private static final double SAMPLE_SECONDS = 0.002;
    private static final int FEWEST_SAMPLES = 3;

    private Worker() {
    }

    /** Runs until told to quit. */
    public static void serve(String[] arguments, Function<Problem, Peer> open) throws IOException {
        Peer peer = open.apply(Problem.of(arguments));
        say("first " + peer.step());
        StringBuilder losses = new StringBuilder("losses");
        for (int i = 0; i < COMPARED_STEPS; i++) {
            losses.append(' ').append(peer.step());
        }
        say(losses.toString());
        say("version " + peer.version());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null && !order.equals("quit"); order = orders.readLine()) {
            String[] words = order.split(" ");
            double seconds = Double.parseDouble(words[words.length - 1]);
            int samples = words.length == 3 ? Integer.parseInt(words[1]) : 0;
            say(String.format(Locale.ROOT, "%.4f", 1e6 * median(seconds, samples == 0
                    ? peer::train
                    : times -> peer.infer(samples, times))));
        }
        Runtime.getRuntime().halt(0); // some frameworks take their time, or crash, when they are closed
    }

    /** The file that a class comes from, whose name tells its version. */
    public static String jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
    }

    private static void say(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }

    /** Of samples that take two milliseconds or one repetition each. */
    private static double median(double seconds, IntConsumer work) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Double> samples = new ArrayList<>();
        int times = 1;
        do {
            double took = time(work, times);
            if (took >= SAMPLE_SECONDS || times >= 1 << 20) {
                samples.add(took / times);
            } else {
                times *= 2;
            }
        } while (System.nanoTime() < end || samples.size() < FEWEST_SAMPLES);
        return Medians.of(samples);
    }

    private static double time(IntConsumer work, int times) {
        long start = System.nanoTime();
        work.accept(times);
        return (System.nanoTime() - start) * 1e-9;
    }
}
