package dev.cairn.cli;

import dev.cairn.train.History;
import dev.cairn.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says how a training run goes: on a terminal in one line that is written again and again, elsewhere in a line for each
 * epoch.
 */
final class Progress implements TrainingListener, AutoCloseable {
    private static final long NANOS_BETWEEN_LINES = 100_000_000;
    private static final int WIDTH = 79;

    private final PrintWriter err;
    private final boolean terminal;
    private final int epochs;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private long step;
    private long totalSteps = 1;
    private long samples;
    private String figures = "";
    private int shown;

    Progress(PrintWriter err, boolean terminal, int epochs) {
        this.err = err;
        this.terminal = terminal;
        this.epochs = epochs;
    }

    @Override
    public void onStep(long newStep, long newTotalSteps, long newSamples) {
        step = newStep;
        totalSteps = newTotalSteps;
        samples = newSamples;
        if (terminal) {
            long now = System.nanoTime();
            if (now - lastLine >= NANOS_BETWEEN_LINES) {
                lastLine = now;
                rewrite(line(Math.min(epochs, (int) (epochs * step / totalSteps) + 1)));
            }
        }
    }

    @Override
    public void onEvaluation(History.Row row) {
        figures = row.values().entrySet().stream().map(Progress::figure).collect(Collectors.joining(", "));
        if (!terminal && row.epoch() == Math.rint(row.epoch())) {
            err.println(line((int) row.epoch()));
            err.flush();
        }
    }

    private static String figure(Map.Entry<String, Double> figure) {
        String name = figure.getKey().replace('_', ' ').replace("train ", "");
        return name.endsWith("accuracy")
                ? String.format(Locale.ROOT, "%s %.1f %%", name, 100 * figure.getValue())
                : String.format(Locale.ROOT, "%s %.4f", name, figure.getValue());
    }

    private String line(int epoch) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        long left = Math.round(seconds / step * (totalSteps - step));
        return String.format(Locale.ROOT, "epoch %d/%d, %,.0f samples/s, %d:%02d left%s", epoch, epochs,
                samples / seconds, left / 60, left % 60, figures.isEmpty() ? "" : ", " + figures);
    }

    /** Spaces instead of control codes wipe out what was longer: every terminal understands them. */
    private void rewrite(String line) {
        String text = line.length() <= WIDTH ? line : line.substring(0, WIDTH);
        err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        err.flush();
        shown = text.length();
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown > 0) {
            rewrite("");
            err.print("\r");
            err.flush();
        }
    }
}
