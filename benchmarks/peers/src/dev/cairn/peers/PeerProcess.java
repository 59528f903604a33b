package dev.cairn.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running {@link Worker}. Between its turns the system stops it: threads of OpenBLAS and OpenMP go on spinning after their last
 * product and would take a processor from whoever comes next.
 */
final class PeerProcess implements AutoCloseable {
    private static final String PEAK = "VmHWM:";
    /** A process that has not answered for so long is ended. */
    private static final int PATIENCE_SECONDS = 45;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    /** From the start of the process to the end of its first training step. */
    final double firstStepSeconds;

    PeerProcess(Contender contender, String net, int batch, int threads) throws IOException {
        name = contender.name();
        long start = System.nanoTime();
        process = contender.process(net, batch, threads).start();
        answers = process.inputReader();
        orders = process.outputWriter();
        try {
            answer("first ");
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        firstStepSeconds = (System.nanoTime() - start) * 1e-9;
    }

    /** The rest of the next line that answers; libraries may print lines of their own. */
    private String answer(String beginning) throws IOException {
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (!answered.get()) {
                process.destroyForcibly();
            }
        });
        try {
            return nextAnswer(beginning);
        } finally {
            answered.set(true);
        }
    }

    private String nextAnswer(String beginning) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("> " + beginning)) {
                return line.substring(2 + beginning.length());
            }
        }
        throw new IOException(name + " ended without an answer");
    }

    double[] losses() throws IOException {
        return Arrays.stream(answer("losses ").split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    String version() throws IOException {
        return answer("version ");
    }

    /** The median in microseconds. Wakes the process for as long as that takes. */
    double measure(String order, double seconds) throws IOException {
        signal("CONT");
        orders.write(order + " " + seconds + "\n");
        orders.flush();
        double median = Double.parseDouble(answer(""));
        sleep();
        return median;
    }

    /** Stops all its threads until it is measured next. */
    void sleep() throws IOException {
        signal("STOP");
    }

    private void signal(String name) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The most memory that it ever had, in MiB; NaN where the system does not tell. */
    double peakMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(PEAK))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst().orElse(Double.NaN);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        answers.close();
    }
}
