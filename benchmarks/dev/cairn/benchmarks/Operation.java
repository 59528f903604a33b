package dev.cairn.benchmarks;

import dev.cairn.backend.Binary;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operation of the contract but for matrix products, on operands of a size.
 *
 * @param reals how many real numbers it reads or writes for an element, small operands left out
 * @param bytes how many bytes it reads besides for an element
 * @param call  the operation
 */
public record Operation(int reals, int bytes, Call call) {
    /** The operation. */
    public interface Call {
        void run(Ops ops, Operands o);
    }

    private static final double MOMENTUM = 0.9;
    private static final Map<String, Operation> ALL = new TreeMap<>();

    static {
        elements();
        rows();
        training();
    }

    /** The operation of a name. */
    public static Operation of(String name) {
        Operation operation = ALL.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("operation " + name + " is unknown; there are " + ALL.keySet());
        }
        return operation;
    }

    private static void add(String name, int reals, Call call) {
        ALL.put(name, new Operation(reals, 0, call));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void elements() {
        add("copy", 2, (ops, o) -> ops.copy(o.a, o.y));
        add("fill", 1, (ops, o) -> ops.fill(1, o.y));
        add("affine", 2, (ops, o) -> ops.affine(2, 1, o.a, false, o.y));
        add("clamp", 2, (ops, o) -> ops.clamp(0.2, 0.9, o.y));
        for (Unary f : Unary.values()) {
            add(name(f), 2, (ops, o) -> ops.unary(f, 0.01, o.a, o.y));
            add(name(f) + "_gradient", 3, (ops, o) -> ops.unaryGradient(f, 0.01, o.a, o.b, false, o.y));
        }
        for (Binary f : Binary.values()) {
            add(name(f), 3, (ops, o) -> ops.binary(f, o.a, o.b, false, o.y));
            add(name(f) + "_row", 2, (ops, o) -> ops.binary(f, o.a, o.row(0), false, o.y));
        }
        for (Pointwise l : Pointwise.values()) {
            add(name(l) + "_loss", 3,
                    (ops, o) -> ops.pointwiseLoss(l, 1, 1e-3, o.a, o.b, o.scalar, o.y));
        }
    }

    private static void rows() {
        add("column_sums", 1, (ops, o) -> ops.columnSums(o.a, false, o.row(0)));
        add("sum", 1, (ops, o) -> ops.columnSums(o.a, false, o.scalar));
        add("row_sums", 1, (ops, o) -> ops.rowSums(o.a, false, o.rowSums));
        add("spread_rows", 1, (ops, o) -> ops.spreadRows(o.rowSums, false, o.y));
        add("argmax_rows", 1, (ops, o) -> ops.argmaxRows(o.a, o.labels));
        add("softmax", 2, (ops, o) -> ops.softmax(o.rows, o.a, o.y));
        add("softmax_gradient", 3, (ops, o) -> ops.softmaxGradient(o.rows, o.a, o.b, false, o.y));
        add("softmax_cross_entropy", 2,
                (ops, o) -> ops.softmaxCrossEntropy(o.rows, o.a, o.labels, null, 0, o.scalar, o.y));
        add("one_hot", 1, (ops, o) -> ops.oneHot(o.labels, o.y));
        add("count_hits", 1, (ops, o) -> ops.countHits(5, o.a, o.labels, o.scalar));
        ALL.put("gather_images", new Operation(Operands.IMAGES, Operands.IMAGES, Operation::gatherImages));
        add("gather", 2, (ops, o) -> ops.gather(0, o.a, o.indices, null, null, o.y));
        add("gather_standardized", 2, (ops, o) -> ops.gather(1e-3, o.a, o.indices, null, null, o.y));
    }

    /** All images, one share after the other: the card's cache is too small for them. */
    private static void gatherImages(Ops ops, Operands o) {
        for (int i = 0; i < Operands.IMAGES; i++) {
            ops.gather(0, o.images, o.imageIndices.slice(i * o.rows, o.rows), o.scalar, o.scalar, o.y);
        }
    }

    private static void training() {
        for (Unary f : new Unary[] {Unary.IDENTITY, Unary.RELU, Unary.TANH, Unary.GELU}) {
            add("bias_" + name(f), 2, (ops, o) -> ops.biasActivation(f, 0, o.row(0), o.z, o.y));
            add("bias_" + name(f) + "_gradient", 3,
                    (ops, o) -> ops.biasActivationGradient(f, 0, o.a, o.b, o.y, false, o.row(0)));
        }
        add("dropout", 2, (ops, o) -> ops.dropout(0.5, 42, 1, o.counter, o.a, false, o.y));
        add("batch_norm", 2, (ops, o) -> ops.batchNorm(1e-5, 0.1, o.a, o.row(0), o.row(1), o.row(2), o.row(3),
                o.row(4), o.row(5), o.y));
        add("batch_norm_gradient", 3, (ops, o) -> ops.batchNormGradient(o.a, o.row(0), o.row(1), o.row(2), o.b, false,
                o.y, false, o.row(3), o.row(4)));
        add("clip_by_norm", 1, (ops, o) -> ops.clipByNorm(1e30, o.y, o.scalar));
        update("sgd", 3, new UpdateRule.Sgd(0, false));
        update("momentum", 5, new UpdateRule.Sgd(MOMENTUM, false));
        update("rms_prop", 5, new UpdateRule.RmsProp(MOMENTUM, 1e-8));
        update("adadelta", 7, new UpdateRule.Adadelta(MOMENTUM, 1e-8));
        update("adam", 7, new UpdateRule.Adam(MOMENTUM, 0.999, 1e-8, 0));
    }

    private static void update(String name, int reals, UpdateRule rule) {
        add(name, reals, (ops, o) -> ops.update(rule, o.segments, o.rates, o.counter, o.status, o.a,
                Arrays.copyOf(new Buffer[] {o.b, o.z}, rule.slots()), o.y));
    }
}
