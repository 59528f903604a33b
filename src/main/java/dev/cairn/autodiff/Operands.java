package dev.cairn.autodiff;

import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import java.util.Arrays;
import java.util.Locale;

/** Checks of operands; every message names the operation and all shapes. */
final class Operands {
    private Operands() {
    }

    /** The names of functions as messages say them, by ordinal; made once, so that a step makes no text. */
    static String[] names(Enum<?>[] functions, String ending) {
        return Arrays.stream(functions).map(f -> f.name().toLowerCase(Locale.ROOT) + ending).toArray(String[]::new);
    }

    static void requireReal(String operation, Tensor x) {
        if (x.type() != ElementType.REAL) {
            throw new IllegalArgumentException(
                    operation + ": takes real numbers, but " + x + " is " + x.type());
        }
    }

    static void requireSameDevice(String operation, Tensor a, Tensor b) {
        if (a.device() != b.device()) {
            throw new IllegalArgumentException(operation + ": " + a + " is on " + a.device() + ", " + b
                    + " on another, " + b.device() + "; both must be on the same device");
        }
    }

    /** Labels that are known to be too large for a prediction are refused, before a backend reads beyond a row. */
    static void requireLabelsWithin(String operation, Tensor labels, Shape prediction, int classes) {
        if (labels.classes() > classes) {
            throw new IllegalArgumentException(operation + ": labels from 0 to " + (labels.classes() - 1)
                    + " do not fit a prediction " + prediction + ", which tells " + classes
                    + " classes apart; the network needs " + labels.classes() + " outputs");
        }
    }

    /** The shape of a result of two operands, the shorter of which repeats. */
    static Shape broadcast(String operation, Shape a, Shape b) {
        if (a.equals(b) || repeatsOver(b, a)) {
            return a;
        }
        if (repeatsOver(a, b)) {
            return b;
        }
        throw new IllegalArgumentException(operation + ": shapes " + a + " and " + b
                + " do not fit; they must be equal, or one must be the end of the other (a row over a matrix) or [1]");
    }

    /** Whether a shape, without ones in front, is the end of another. */
    private static boolean repeatsOver(Shape part, Shape whole) {
        int first = 0;
        while (first < part.rank() && part.dimension(first) == 1) {
            first++;
        }
        int rest = part.rank() - first;
        if (rest > whole.rank()) {
            return false;
        }
        for (int i = 1; i <= rest; i++) {
            if (part.dimension(-i) != whole.dimension(-i)) {
                return false;
            }
        }
        return part.rank() <= whole.rank() || part.elements() <= whole.elements();
    }
}
