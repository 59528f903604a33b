package dev.cairn.backend.reference;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.HostOrders;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Philox;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every operation in double precision on one thread, by its formula: the specification of the other backends. */
public final class ReferenceOps implements Ops {
    private final HostOrders orders = new HostOrders();

    @Override
    public String describe() {
        return "reference: double precision, plain Java, 1 thread";
    }

    @Override
    public int realBytes() {
        return Double.BYTES;
    }

    // Memory ------------------------------------------------------------------------------------------------------

    @Override
    public Block allocate(ElementType type, int elements) {
        return new ReferenceBlock(type, elements);
    }

    @Override
    public void free(Block block) {
        // The garbage collector's work.
    }

    @Override
    public void synchronize() {
        // Nothing is ever under way.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public void upload(float[] source, int from, Buffer target) {
        Reals reals = Reals.of(target);
        for (int i = 0; i < target.length(); i++) {
            reals.set(i, source[from + i]);
        }
    }

    @Override
    public void upload(double[] source, Buffer target) {
        System.arraycopy(source, 0, block(target).reals, target.offset(), target.length());
    }

    @Override
    public void upload(int[] source, int from, Buffer target) {
        System.arraycopy(source, from, block(target).ints, target.offset(), target.length());
    }

    @Override
    public void upload(byte[] source, int from, Buffer target) {
        System.arraycopy(source, from, block(target).bytes, target.offset(), target.length());
    }

    @Override
    public void download(Buffer source, float[] target) {
        Reals reals = Reals.of(source);
        for (int i = 0; i < source.length(); i++) {
            target[i] = (float) reals.get(i);
        }
    }

    @Override
    public void download(Buffer source, double[] target) {
        System.arraycopy(block(source).reals, source.offset(), target, 0, source.length());
    }

    @Override
    public void download(Buffer source, int[] target) {
        System.arraycopy(block(source).ints, source.offset(), target, 0, source.length());
    }

    @Override
    public void download(Buffer source, byte[] target) {
        System.arraycopy(block(source).bytes, source.offset(), target, 0, source.length());
    }

    @Override
    public void fill(double value, Buffer x) {
        int from = x.offset();
        int to = x.offset() + x.length();
        switch (x.type()) {
            case REAL -> Arrays.fill(block(x).reals, from, to, value);
            case INT32 -> Arrays.fill(block(x).ints, from, to, (int) value);
            case UINT8 -> Arrays.fill(block(x).bytes, from, to, (byte) (int) value);
        }
    }

    @Override
    public void copy(Buffer x, Buffer y) {
        switch (x.type()) {
            case REAL -> System.arraycopy(block(x).reals, x.offset(), block(y).reals, y.offset(), x.length());
            case INT32 -> System.arraycopy(block(x).ints, x.offset(), block(y).ints, y.offset(), x.length());
            case UINT8 -> System.arraycopy(block(x).bytes, x.offset(), block(y).bytes, y.offset(), x.length());
        }
    }

    private static ReferenceBlock block(Buffer buffer) {
        return (ReferenceBlock) buffer.block();
    }

    private static @Nullable Reals realsOrNull(@Nullable Buffer buffer) {
        return buffer == null ? null : Reals.of(buffer);
    }

    // Elements ----------------------------------------------------------------------------------------------------

    @Override
    public void affine(double scale, double shift, Buffer x, boolean accumulate, Buffer y) {
        for (int i = 0; i < y.length(); i++) {
            Reals.of(y).put(accumulate, i, scale * Reals.of(x).get(i) + shift);
        }
    }

    @Override
    public void unary(Unary f, double parameter, Buffer x, Buffer y) {
        for (int i = 0; i < y.length(); i++) {
            Reals.of(y).set(i, Functions.value(f, parameter, Reals.of(x).get(i)));
        }
    }

    @Override
    public void unaryGradient(Unary f, double parameter, Buffer saved, Buffer dy, boolean accumulate, Buffer dx) {
        for (int i = 0; i < dx.length(); i++) {
            double slope = Functions.slope(f, parameter, Reals.of(saved).get(i));
            Reals.of(dx).put(accumulate, i, Reals.of(dy).get(i) * slope);
        }
    }

    @Override
    public void binary(Binary f, Buffer a, Buffer b, boolean accumulate, Buffer y) {
        for (int i = 0; i < y.length(); i++) {
            Reals.of(y).put(accumulate, i, Functions.value(f, Reals.of(a).repeated(i), Reals.of(b).repeated(i)));
        }
    }

    // Sums --------------------------------------------------------------------------------------------------------

    @Override
    public void columnSums(Buffer x, boolean accumulate, Buffer y) {
        Rows.columnSums(Reals.of(x), accumulate, Reals.of(y));
    }

    @Override
    public void rowSums(Buffer x, boolean accumulate, Buffer y) {
        Rows.rowSums(Reals.of(x), accumulate, Reals.of(y));
    }

    @Override
    public void spreadRows(Buffer x, boolean accumulate, Buffer y) {
        Rows.spread(Reals.of(x), accumulate, Reals.of(y));
    }

    @Override
    public void argmaxRows(Buffer x, Buffer y) {
        int columns = x.length() / y.length();
        for (int i = 0; i < y.length(); i++) {
            Ints.of(y).set(i, Samples.argmax(Reals.of(x).row(i, columns)));
        }
    }

    // Matrix products ---------------------------------------------------------------------------------------------

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate,
            Buffer c) {
        Reals left = Reals.of(a);
        Reals right = Reals.of(b);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += left.get(transA ? p * m + i : i * k + p) * right.get(transB ? j * k + p : p * n + j);
                }
                Reals.of(c).put(accumulate, i * n + j, sum);
            }
        }
    }

    // Rows and losses ---------------------------------------------------------------------------------------------

    @Override
    public void softmax(int rows, Buffer x, Buffer y) {
        Rows.softmax(rows, Reals.of(x), Reals.of(y));
    }

    @Override
    public void softmaxGradient(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx) {
        Rows.softmaxGradient(rows, Reals.of(y), Reals.of(dy), accumulate, Reals.of(dx));
    }

    @Override
    public void softmaxCrossEntropy(int rows, Buffer logits, Buffer target, @Nullable Buffer classWeights,
            double smoothing, Buffer loss, @Nullable Buffer gradient) {
        boolean labelled = target.type() == ElementType.INT32;
        Rows.crossEntropy(rows, Reals.of(logits), labelled ? Ints.of(target) : null,
                labelled ? null : Reals.of(target), realsOrNull(classWeights), smoothing, Reals.of(loss),
                realsOrNull(gradient));
    }

    @Override
    public void pointwiseLoss(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target,
            Buffer loss, @Nullable Buffer gradient) {
        double sum = 0;
        for (int i = 0; i < prediction.length(); i++) {
            double p = Reals.of(prediction).get(i);
            double t = Reals.of(target).get(i);
            sum += scale * Functions.value(l, parameter, p, t);
            if (gradient != null) {
                Reals.of(gradient).set(i, scale * Functions.slope(l, parameter, p, t));
            }
        }
        Reals.of(loss).set(0, sum);
    }

    @Override
    public void oneHot(Buffer labels, Buffer y) {
        Samples.oneHot(Ints.of(labels), Reals.of(y));
    }

    // Dropout and normalisation -----------------------------------------------------------------------------------

    @Override
    public void dropout(double rate, long seed, int stream, Buffer counter, Buffer x, boolean accumulate, Buffer y) {
        int[] words = Philox.words(seed, stream, Ints.of(counter).pair(), y.length());
        int threshold = Philox.dropThreshold((float) rate);
        for (int i = 0; i < words.length; i++) {
            boolean dropped = Integer.compareUnsigned(words[i], threshold) < 0;
            Reals.of(y).put(accumulate, i, dropped ? 0 : Reals.of(x).get(i) / (1 - rate));
        }
    }

    @Override
    public void advance(Buffer counter) {
        long next = Ints.of(counter).pair() + 1;
        Ints.of(counter).set(0, (int) next);
        Ints.of(counter).set(1, (int) (next >>> 32));
    }

    @Override
    public void batchNorm(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y) {
        Normalization.batchNorm(epsilon, momentum, Reals.of(x), Reals.of(gamma), Reals.of(beta),
                Reals.of(runningMean), Reals.of(runningVariance), Reals.of(mean), Reals.of(inverseStd), Reals.of(y));
    }

    @Override
    public void batchNormGradient(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy,
            boolean accumulateX, @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta) {
        Normalization.batchNormGradient(Reals.of(x), Reals.of(gamma), Reals.of(mean), Reals.of(inverseStd),
                Reals.of(dy), accumulateX, realsOrNull(dx), accumulateParameters, Reals.of(dgamma), Reals.of(dbeta));
    }

    // Optimizers --------------------------------------------------------------------------------------------------

    @Override
    public void update(UpdateRule rule, Segments segments, Buffer rates, Buffer counter, Buffer status,
            Buffer gradients, Buffer[] states, Buffer parameters) {
        if (Ints.of(status).get(0) < 0) {
            int row = (int) Long.remainderUnsigned(Ints.of(counter).pair(), rates.length() / 3);
            Reals[] stateReals = Arrays.stream(states).map(Reals::of).toArray(Reals[]::new);
            Updates.apply(rule, segments, Reals.of(rates).row(row, 3), Reals.of(gradients), stateReals,
                    Reals.of(parameters));
        }
        advance(counter);
    }

    @Override
    public void clipByNorm(double maxNorm, Buffer x, Buffer norm) {
        Updates.clipByNorm(maxNorm, Reals.of(x), Reals.of(norm));
    }

    @Override
    public void clamp(double low, double high, Buffer x) {
        for (int i = 0; i < x.length(); i++) {
            Reals.of(x).set(i, Math.min(Math.max(Reals.of(x).get(i), low), high));
        }
    }

    @Override
    public void recordLoss(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status) {
        double value = Reals.of(loss).get(0);
        Reals.of(total).put(true, 0, weight * value);
        if (!Double.isFinite(value) && Ints.of(status).get(0) < 0) {
            Ints.of(status).set(0, Ints.of(counter).get(0) & Integer.MAX_VALUE);
        }
    }

    // Data sets and metrics ---------------------------------------------------------------------------------------

    @Override
    public void nextBatch(BatchOrder order, Buffer counter, Buffer rows) {
        Ints position = Ints.of(counter);
        Ints target = Ints.of(rows);
        orders.next(order, position.values(), position.offset(), target.values(), target.offset(), target.length());
    }

    @Override
    public void gather(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        if (y.type() == ElementType.INT32) {
            Samples.gather(Ints.of(source), Ints.of(indices), Ints.of(y));
        } else {
            Samples.gather(source, Ints.of(indices), realsOrNull(scale), realsOrNull(shift), Reals.of(y));
            standardizeRows(indices.length(), floor, y);
        }
    }

    @Override
    public void gatherChanged(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        new ChangedImages(changes, order, Ints.of(counter), images, realsOrNull(deviates)).gather(Ints.of(indices),
                Ints.of(numbers), realsOrNull(scale), realsOrNull(shift), Reals.of(y));
        standardizeRows(indices.length(), floor, y);
    }

    private static void standardizeRows(int rows, double floor, Buffer y) {
        if (floor > 0) {
            for (int i = 0; i < rows; i++) {
                Normalization.standardizeRow(floor, Reals.of(y).row(i, y.length() / rows));
            }
        }
    }

    @Override
    public void scatter(Buffer x, Buffer indices, Buffer y) {
        Samples.scatter(Reals.of(x), Ints.of(indices), Reals.of(y));
    }

    @Override
    public void countHits(int k, Buffer outputs, Buffer labels, Buffer hits) {
        int classes = outputs.length() / labels.length();
        for (int i = 0; i < labels.length(); i++) {
            if (Samples.rank(Reals.of(outputs).row(i, classes), Ints.of(labels).get(i)) < k) {
                Reals.of(hits).put(true, 0, 1);
            }
        }
    }

    @Override
    public void countConfusion(Buffer outputs, Buffer labels, Buffer counts) {
        int classes = outputs.length() / labels.length();
        for (int i = 0; i < labels.length(); i++) {
            int cell = Ints.of(labels).get(i) * classes + Samples.argmax(Reals.of(outputs).row(i, classes));
            Ints.of(counts).set(cell, Ints.of(counts).get(cell) + 1);
        }
    }
}
