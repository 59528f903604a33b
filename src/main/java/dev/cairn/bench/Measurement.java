package dev.cairn.bench;

import dev.cairn.CairnException;
import dev.cairn.backend.Precision;
import dev.cairn.files.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of a case. The limit of a step is the time of its matrix products alone and of the fewest bytes that it must
 * move besides, both measured in turns with the step.
 *
 * @param of       the case
 * @param device   what computed, in a line
 * @param step     a training step or an inference
 * @param products the matrix products of a step, alone
 * @param traffic  a copy of as many bytes as a step must move besides
 */
public record Measurement(Case of, String device, Timing step, Timing products, Timing traffic) {
    /** Small enough that hours of steps on one batch move no weight far: numbers stay ordinary, and so does their cost. */
    private static final double LEARNING_RATE = 1e-6;
    private static final MathContext DIGITS = new MathContext(4);

    /**
     * Checks a case against REFERENCE, then measures it for about so many seconds, half as many for warming up before.
     *
     * @throws CairnException if the backend is not available or computes something else than REFERENCE
     */
    public static Measurement take(Case of, double seconds) {
        try (Session session = new Session(of, LEARNING_RATE)) {
            session.check();
            Traffic traffic = new Traffic(session.device(), of);
            List<Timing> timings = Stopwatch.inTurns(seconds, List.of(
                    session::run,
                    new Products(session.device(), of),
                    traffic,
                    traffic.plainly()));
            if (!Double.isFinite(session.lossNow())) {
                throw new CairnException("bench: the loss of " + of.net() + " on " + of.backend() + " is not finite");
            }
            Timing shared = timings.get(2);
            Timing plain = timings.get(3);
            return new Measurement(of, session.describe(), timings.get(0), timings.get(1),
                    shared.median() < plain.median() ? shared : plain);
        }
    }

    /** Samples a second. */
    public double samplesPerSecond() {
        return of.batch() / step.median();
    }

    /** Billions of floating-point operations a second, those of the matrix products alone counted. */
    public double gflops() {
        return Products.operations(of) / step.median() * 1e-9;
    }

    /** The least time a step could take, as a share of what it takes: 1 is the limit. */
    public double shareOfLimit() {
        return (products.median() + traffic.median()) / step.median();
    }

    /** The time of the matrix products alone, as a share of the step's. */
    public double shareOfProducts() {
        return products.median() / step.median();
    }

    /** One line of {@code name=value}, the numbers to four digits. */
    public String line() {
        return Stream.concat(
                words().entrySet().stream().map(word -> word.getKey() + "=" + word.getValue()),
                numbers().entrySet().stream().map(number -> number.getKey() + "=" + rounded(number.getValue())))
                .collect(Collectors.joining(" "));
    }

    /** What was measured, by name. */
    public SequencedMap<String, String> words() {
        SequencedMap<String, String> words = new LinkedHashMap<>();
        words.put("backend", lower(of.backend()));
        words.put("mode", lower(of.work()));
        words.put("net", of.net().toString());
        if (of.precision() != Precision.FP32) {
            words.put("precision", lower(of.precision()));
        }
        if (!of.replay()) {
            words.put("replay", "no");
        }
        return words;
    }

    /** The figures by name. */
    public SequencedMap<String, Double> numbers() {
        SequencedMap<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("batch", (double) of.batch());
        numbers.put("threads", (double) of.options().threads());
        numbers.put("us_per_step", 1e6 * step.median());
        numbers.put("us_low", 1e6 * step.low());
        numbers.put("us_high", 1e6 * step.high());
        numbers.put("us_gemm", 1e6 * products.median());
        numbers.put("samples_per_s", samplesPerSecond());
        numbers.put("gflops", gflops());
        numbers.put("share_of_limit", shareOfLimit());
        return numbers;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String rounded(double value) {
        boolean whole = value == Math.rint(value);
        return whole ? Numbers.text(value) : new BigDecimal(value).round(DIGITS).toPlainString();
    }
}
