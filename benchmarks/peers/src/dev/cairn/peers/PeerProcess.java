package dev.cairn.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A running {@link Worker}. */
final class PeerProcess implements AutoCloseable {
    private static final String PEAK = "VmHWM:";

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
        answer("first ");
        firstStepSeconds = (System.nanoTime() - start) * 1e-9;
    }

    /** The rest of the next line that answers; libraries may print lines of their own. */
    private String answer(String beginning) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("> " + beginning)) {
                return line.substring(2 + beginning.length());
            }
        }
        throw new IOException(name + " ended without an answer; run it alone to see why:\n"
                + String.join(" ", process.info().commandLine().orElse("")));
    }

    double[] losses() throws IOException {
        return Arrays.stream(answer("losses ").split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    String version() throws IOException {
        return answer("version ");
    }

    /** The median in microseconds. */
    double measure(String order, double seconds) throws IOException {
        orders.write(order + " " + seconds + "\n");
        orders.flush();
        return Double.parseDouble(answer(""));
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
        try (answers; orders) {
            orders.write("quit\n");
        } finally {
            process.destroyForcibly();
        }
    }
}
