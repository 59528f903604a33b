package dev.cairn;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import dev.cairn.backend.Updated;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of an operation of {@link Ops}, of which it tells how much there is to do. */
final class OperationCall {
    /** A step's learning rate and two corrections: all that an update reads of its table. */
    private static final int RATES_OF_A_STEP = 3;

    private final Method method;
    private final @Nullable Object[] arguments;
    private final int realBytes;

    OperationCall(Method method, @Nullable Object[] arguments, int realBytes) {
        this.method = method;
        this.arguments = arguments;
        this.realBytes = realBytes;
    }

    /**
     * What there is to do: equal for calls that do the same.
     *
     * @param name  see {@link Profile.Operation#name()}
     * @param sizes see {@link Profile.Operation#sizes()}
     * @param bytes to read and to write at least
     * @param flop  of a matrix product; of all else 0
     */
    record Work(String name, String sizes, long bytes, double flop) {
    }

    Work work() {
        boolean gemm = method.getName().equals("gemm");
        String name = method.getName() + (gemm ? transpositions() : choice()) + (accumulates() ? " +=" : "");
        return gemm
                ? new Work(name, integer(2) + "x" + integer(4) + "x" + integer(3), bytes(),
                        2.0 * integer(2) * integer(3) * integer(4))
                : new Work(name, lengths(), bytes(), 0);
    }

    private String transpositions() {
        return " " + (arguments[0] == Boolean.TRUE ? "T" : "N") + (arguments[1] == Boolean.TRUE ? "T" : "N");
    }

    /** The function or update rule among the arguments. */
    private String choice() {
        for (Object argument : arguments) {
            if (argument instanceof Enum<?> function) {
                return " " + function.name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
            if (argument instanceof UpdateRule rule) {
                return " " + rule.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private String lengths() {
        Set<Integer> lengths = new LinkedHashSet<>();
        for (Object argument : arguments) {
            if (argument instanceof Buffer operand) {
                lengths.add(operand.length());
            }
        }
        return lengths.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private boolean accumulates() {
        for (int i = 0; i < arguments.length; i++) {
            if (isAccumulate(i) && arguments[i] == Boolean.TRUE) {
                return true;
            }
        }
        return false;
    }

    /** An accumulate flag stands in front of the destinations that it is about. */
    private boolean isAccumulate(int i) {
        Class<?>[] types = method.getParameterTypes();
        return types[i] == boolean.class && types[i + 1] == Buffer.class;
    }

    /** Every operand once, twice where it is read and written, and what the operation is known to leave alone taken off. */
    private long bytes() {
        long bytes = 0;
        boolean accumulates = false;
        for (int i = 0; i < arguments.length; i++) {
            if (isAccumulate(i)) {
                accumulates = arguments[i] == Boolean.TRUE;
            }
            bytes += (accumulates || isUpdated(i) ? 2 : 1) * bytes(arguments[i]);
        }
        return bytes + correction();
    }

    private boolean isUpdated(int i) {
        return Arrays.stream(method.getParameterAnnotations()[i]).anyMatch(Updated.class::isInstance);
    }

    private long bytes(@Nullable Object argument) {
        return switch (argument) {
            case Buffer operand -> (long) operand.length() * operand.type().bytes(realBytes);
            case Buffer[] operands -> Arrays.stream(operands).mapToLong(this::bytes).sum();
            case null, default -> 0;
        };
    }

    /** What the arguments alone do not show: operands of which only a part is touched, or none, or which are also written. */
    private long correction() {
        return switch (method.getName()) {
            case "gather" -> onlyPart(1, operand(5).length());
            case "gatherChanged" -> onlyPart(4, operand(10).length());
            case "nextBatchWithAnswers" -> onlyPart(2, operand(4).length());
            case "scatter" -> onlyPart(2, operand(0).length());
            case "update" -> onlyPart(2, RATES_OF_A_STEP) - idle();
            case "biasActivation" -> {
                boolean inPlace = operand(3).equals(operand(4));
                if (arguments[2] == null) {
                    yield inPlace && arguments[0] == Unary.IDENTITY ? -2 * bytes(arguments[3]) : 0;
                }
                yield inPlace ? 0 : bytes(arguments[3]); // z becomes z + bias
            }
            case "biasActivationGradient" -> {
                boolean onlySums = arguments[0] == Unary.IDENTITY && operand(3).equals(operand(4));
                int untouched = arguments[6] == null ? 3 : 2; // saved and dz, and dy where no sum is wanted
                yield onlySums ? -untouched * bytes(arguments[4]) : 0;
            }
            default -> 0;
        };
    }

    private long onlyPart(int i, int elements) {
        return bytes(operand(i).slice(0, elements)) - bytes(operand(i));
    }

    /** The bytes of an update that lie between the parameters or belong to frozen ones: gradients, states and values. */
    private long idle() {
        UpdateRule rule = (UpdateRule) Objects.requireNonNull(arguments[0]);
        Segments segments = (Segments) Objects.requireNonNull(arguments[1]);
        long elements = operand(7).length();
        for (int i = 0; i < segments.count(); i++) {
            elements -= segments.rateFactors()[i] == 0 ? 0 : segments.lengths()[i];
        }
        return elements * realBytes * (1 + 2 * rule.slots() + 2);
    }

    private Buffer operand(int i) {
        return (Buffer) Objects.requireNonNull(arguments[i]);
    }

    private int integer(int i) {
        return (int) Objects.requireNonNull(arguments[i]);
    }
}
