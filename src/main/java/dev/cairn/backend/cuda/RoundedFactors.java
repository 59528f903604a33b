package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Which products in {@link Precision#BF16} are computed from copies of their factors that our own kernel has rounded to
 * bfloat16; all others leave the rounding to cuBLAS, which then reads float32. A copy costs 6 bytes of traffic an element and
 * lets the tensor cores work at the rate of bfloat16 instead of, it is assumed, that of TF32: {@code benchmarks/NOTES.md} has
 * the computation. The choice depends on sizes alone, so that a product has the same bits in every run.
 */
public enum RoundedFactors {
    /** None. */
    NEVER {
        @Override
        public boolean pays(int m, int n, int k) {
            return false;
        }
    },
    /** Those large enough for it, of rows that are multiples of 16 bytes in every orientation. */
    LARGE {
        @Override
        public boolean pays(int m, int n, int k) {
            return k >= WORTH_ROUNDING && (long) m * n >= (long) WORTH_ROUNDING * (m + n) && (m | n | k) % ALIGNED == 0;
        }
    },
    /** All. */
    ALWAYS {
        @Override
        public boolean pays(int m, int n, int k) {
            return true;
        }
    };

    /** A property of the JVM that names one of these, for comparisons; it is read when a device is opened. */
    public static final String PROPERTY = "cairn.cuda.bf16";

    /** Terms of a sum, and elements of C for each row and column, from which on the product gains more than rounding costs. */
    private static final int WORTH_ROUNDING = 1024;
    private static final int ALIGNED = 8;

    /** Whether a product C[m, n] of k terms each gains by rounded copies of its factors. */
    public abstract boolean pays(int m, int n, int k);

    /**
     * What a device does in a precision.
     *
     * @param chosen the value of {@link #PROPERTY}; null for {@link #LARGE}
     * @throws DeviceException for a value that names none of these
     */
    public static RoundedFactors of(Precision precision, @Nullable String chosen) {
        if (precision != Precision.BF16) {
            return NEVER;
        }
        return switch (chosen) {
            case null -> LARGE;
            case "never" -> NEVER;
            case "large" -> LARGE;
            case "always" -> ALWAYS;
            default -> throw new DeviceException("-D" + PROPERTY + "=" + chosen
                    + " is not known; use never, large or always, or leave it out for large");
        };
    }
}
