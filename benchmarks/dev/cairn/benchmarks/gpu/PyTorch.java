package dev.cairn.benchmarks.gpu;

import dev.cairn.CairnException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The process of {@code peers.py}, which says what it answers. */
final class PyTorch implements AutoCloseable {
    private static final String ANSWER = "> ";
    private static final String REFUSAL = "! ";

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private String version = "";

    /**
     * Starts it; what it writes to stderr is written to ours.
     *
     * @param command python and the path of peers.py
     * @param seconds after which it is ended, whatever it does
     */
    PyTorch(List<String> command, double seconds) {
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new CairnException("PyTorch cannot be started: " + e.getMessage(), e);
        }
        answers = process.inputReader();
        orders = process.outputWriter();
        CompletableFuture.delayedExecutor((long) (seconds * 1000), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }

    /** Its version and the card that it sees. */
    String version() {
        if (version.isEmpty()) {
            version = answer();
        }
        return version;
    }

    /** Compiles something once, in so many seconds at most: it takes many times longer than it does later. */
    void warmUpCompiler(double seconds) {
        version();
        ask("warm-up " + seconds);
    }

    /** Begins with a network; the file holds samples, labels and first weights. */
    void begin(String file, String net, int batch, String precision) {
        version();
        ask("case " + file + " " + net + " " + batch + " " + precision);
    }

    /** The losses of the first steps. */
    double[] losses(String mode, int steps) {
        return Arrays.stream(ask("check " + mode + " " + steps).split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** The median time of a step, in seconds. */
    double time(String mode, double seconds) {
        return 1e-6 * Double.parseDouble(ask("time " + mode + " " + seconds));
    }

    private String ask(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new CairnException("PyTorch has ended", e);
        }
        return answer();
    }

    /** Libraries may print lines of their own, which are passed over. */
    private String answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ANSWER + REFUSAL)) {
                    throw new CairnException("PyTorch: " + line.substring(ANSWER.length() + REFUSAL.length()));
                }
                if (line.startsWith(ANSWER)) {
                    return line.substring(ANSWER.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new CairnException("PyTorch has ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
