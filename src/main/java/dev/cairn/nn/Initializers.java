package dev.cairn.nn;

import dev.cairn.backend.RandomStream;
import java.util.Arrays;

/** The customary ways to begin. Fan-in and fan-out are counted as in the papers. */
public final class Initializers {
    private Initializers() {
    }

    /** All zeros. */
    public static Initializer zeros() {
        return constant(0);
    }

    /** All the same. */
    public static Initializer constant(double value) {
        return (values, fanIn, fanOut, random) -> Arrays.fill(values, (float) value);
    }

    /** Uniform in [low, high). */
    public static Initializer uniform(double low, double high) {
        return (values, fanIn, fanOut, random) -> uniform(values, low, high, random);
    }

    /** Normal with this mean and standard deviation. */
    public static Initializer normal(double mean, double deviation) {
        return (values, fanIn, fanOut, random) -> normal(values, mean, deviation, random);
    }

    /**
     * Normal with standard deviation 1 / √fanIn, drawn again until within one deviation of 0.
     */
    public static Initializer truncatedNormal() {
        return (values, fanIn, fanOut, random) -> {
            double limit = 1 / Math.sqrt(fanIn);
            for (int i = 0; i < values.length; i++) {
                double z = random.nextGaussian();
                while (Math.abs(z) > 1) {
                    z = random.nextGaussian();
                }
                values[i] = (float) (z * limit);
            }
        };
    }

    /** Normal with variance 1 / fanIn (LeCun et al., "Efficient BackProp", 1998). */
    public static Initializer lecunNormal() {
        return (values, fanIn, fanOut, random) -> normal(values, 0, Math.sqrt(1.0 / fanIn), random);
    }

    /** Normal with variance 2 / fanIn, for ReLU (He et al., 2015). */
    public static Initializer heNormal() {
        return (values, fanIn, fanOut, random) -> normal(values, 0, Math.sqrt(2.0 / fanIn), random);
    }

    /** Uniform within √(6 / fanIn), for ReLU (He et al., 2015). */
    public static Initializer heUniform() {
        return (values, fanIn, fanOut, random) -> {
            double limit = Math.sqrt(6.0 / fanIn);
            uniform(values, -limit, limit, random);
        };
    }

    /** Normal with variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010). */
    public static Initializer glorotNormal() {
        return (values, fanIn, fanOut, random) -> normal(values, 0, Math.sqrt(2.0 / (fanIn + fanOut)), random);
    }

    /** Uniform within √(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010). */
    public static Initializer glorotUniform() {
        return (values, fanIn, fanOut, random) -> {
            double limit = Math.sqrt(6.0 / (fanIn + fanOut));
            uniform(values, -limit, limit, random);
        };
    }

    private static void uniform(float[] values, double low, double high, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat((float) low, (float) high);
        }
    }

    private static void normal(float[] values, double mean, double deviation, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
    }
}
