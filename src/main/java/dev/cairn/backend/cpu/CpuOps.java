package dev.cairn.backend.cpu;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.HostOrders;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every operation in single precision on heap arrays: matrix products by the {@link GemmChain}, all else by plain loops
 * that compile to vector instructions. Sums run in double precision. The results are the same bits for any number of
 * threads, matrix products excepted, where they are the same for the same number.
 */
public final class CpuOps implements Ops {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final ConstantFactors constantFactors;
    private final Elementwise elements;
    private final LaneSums laneSums;
    private final RowSums rowSums;
    private final DenseEpilogue epilogue;
    private final Softmax softmax;
    private final CrossEntropy crossEntropy;
    private final PointwiseLosses pointwise;
    private final Dropout dropout;
    private final BatchNormalization batchNorm;
    private final Updates updates;
    private final Gather gather;
    private final ChangedImages changedImages;
    private final HostOrders orders = new HostOrders();

    /** In FP32. */
    public CpuOps(int threads) {
        this(threads, Precision.FP32);
    }

    /**
     * @param threads   how many threads share large operations, the caller included
     * @param precision of matrix products
     * @throws DeviceException if this machine does not have the precision
     */
    public CpuOps(int threads, Precision precision) {
        this(threads, precision, Team.WORTH_SHARING);
    }

    /** @param worthSharing the cost from which on threads share an operation, see {@link Team#alone} */
    CpuOps(int threads, Precision precision, long worthSharing) {
        whyNot(precision).ifPresent(reason -> {
            throw new DeviceException("the CPU cannot be used: " + reason);
        });
        pool = new WorkerPool(threads);
        Team team = new Team(pool, worthSharing);
        Gemm inFloat32 = GemmChain.ofThisMachine().gemm(pool);
        gemm = precision == Precision.BF16 ? new Bf16Gemm(inFloat32, pool, team) : inFloat32;
        constantFactors = new ConstantFactors(gemm, pool);
        elements = new Elementwise(team);
        laneSums = new LaneSums(team);
        rowSums = new RowSums(team);
        epilogue = new DenseEpilogue(team, laneSums);
        softmax = new Softmax(team);
        crossEntropy = new CrossEntropy(team);
        pointwise = new PointwiseLosses(elements, laneSums);
        dropout = new Dropout(team);
        batchNorm = new BatchNormalization(team);
        updates = new Updates(team);
        gather = new Gather(team);
        changedImages = new ChangedImages(team);
    }

    /** Why matrix products cannot be computed in a precision, and what would help; empty if they can. */
    public static Optional<String> whyNot(Precision precision) {
        return switch (precision) {
            case FP32 -> Optional.empty();
            case TF32 -> Optional.of("TF32 is not to be had on the CPU; leave the precision at FP32");
            case BF16 -> Optional.ofNullable(OneDnnBf16.obstacle())
                    .map(reason -> "BF16 is not to be had on this CPU, since " + reason
                            + "; leave the precision at FP32");
        };
    }

    /** The implementations of matrix products on this machine, fastest first, and why each is used or not. */
    public static List<GemmChain.Link> links() {
        return GemmChain.ofThisMachine().links();
    }

    @Override
    public String describe() {
        String threads = pool.threads() == 1 ? "1 thread" : pool.threads() + " threads";
        return "CPU: " + Processor.name() + ", " + threads + ", matrix products by " + gemm.name();
    }

    @Override
    public int realBytes() {
        return Float.BYTES;
    }

    // Memory ------------------------------------------------------------------------------------------------------

    @Override
    public Block allocate(ElementType type, int elements) {
        return new HeapBlock(type, elements);
    }

    @Override
    public void free(Block block) {
        // The garbage collector's work.
    }

    @Override
    public void synchronize() {
        // Nothing is under way once a call has returned.
    }

    @Override
    public void close() {
        pool.close();
        ArraySegments.forgetThisThread();
    }

    @Override
    public void upload(float[] source, int from, Buffer target) {
        System.arraycopy(source, from, HeapBlock.floats(target), target.offset(), target.length());
    }

    @Override
    public void upload(double[] source, Buffer target) {
        float[] values = HeapBlock.floats(target);
        for (int i = 0; i < target.length(); i++) {
            values[target.offset() + i] = (float) source[i];
        }
    }

    @Override
    public void upload(int[] source, int from, Buffer target) {
        System.arraycopy(source, from, HeapBlock.ints(target), target.offset(), target.length());
    }

    @Override
    public void upload(byte[] source, int from, Buffer target) {
        System.arraycopy(source, from, HeapBlock.bytes(target), target.offset(), target.length());
    }

    @Override
    public void download(Buffer source, float[] target) {
        System.arraycopy(HeapBlock.floats(source), source.offset(), target, 0, source.length());
    }

    @Override
    public void download(Buffer source, double[] target) {
        float[] values = HeapBlock.floats(source);
        for (int i = 0; i < source.length(); i++) {
            target[i] = values[source.offset() + i];
        }
    }

    @Override
    public void download(Buffer source, int[] target) {
        System.arraycopy(HeapBlock.ints(source), source.offset(), target, 0, source.length());
    }

    @Override
    public void download(Buffer source, byte[] target) {
        System.arraycopy(HeapBlock.bytes(source), source.offset(), target, 0, source.length());
    }

    @Override
    public void fill(double value, Buffer x) {
        int from = x.offset();
        int to = x.offset() + x.length();
        switch (x.type()) {
            case REAL -> Arrays.fill(HeapBlock.floats(x), from, to, (float) value);
            case INT32 -> Arrays.fill(HeapBlock.ints(x), from, to, (int) value);
            case UINT8 -> Arrays.fill(HeapBlock.bytes(x), from, to, (byte) (int) value);
        }
    }

    @Override
    public void copy(Buffer x, Buffer y) {
        Object source = HeapBlock.array(x);
        System.arraycopy(source, x.offset(), HeapBlock.array(y), y.offset(), x.length());
    }

    // Elements ----------------------------------------------------------------------------------------------------

    @Override
    public void affine(double scale, double shift, Buffer x, boolean accumulate, Buffer y) {
        elements.map(BinaryKernels::affine, scale, shift, 1, x, accumulate, y);
    }

    @Override
    public void unary(Unary f, double parameter, Buffer x, Buffer y) {
        elements.map(UnaryKernels.of(f), parameter, 0, UnaryKernels.cost(f), x, false, y);
    }

    @Override
    public void unaryGradient(Unary f, double parameter, Buffer saved, Buffer dy, boolean accumulate, Buffer dx) {
        elements.zip(GradientKernels.of(f), parameter, 0, GradientKernels.cost(f), saved, dy, accumulate, dx);
    }

    @Override
    public void binary(Binary f, Buffer a, Buffer b, boolean accumulate, Buffer y) {
        elements.zip(BinaryKernels.of(f), 0, 0, 1, a, b, accumulate, y);
    }

    // Sums --------------------------------------------------------------------------------------------------------

    @Override
    public void columnSums(Buffer x, boolean accumulate, Buffer y) {
        laneSums.columnSums(x, accumulate, y);
    }

    @Override
    public void rowSums(Buffer x, boolean accumulate, Buffer y) {
        rowSums.sums(x, accumulate, y);
    }

    @Override
    public void spreadRows(Buffer x, boolean accumulate, Buffer y) {
        rowSums.spread(x, accumulate, y);
    }

    @Override
    public void argmaxRows(Buffer x, Buffer y) {
        Ranking.argmax(x, y);
    }

    // Matrix products ---------------------------------------------------------------------------------------------

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate,
            Buffer c) {
        boolean asTheyAre = !(transA || transB || accumulate);
        if (asTheyAre && constantFactors.multiply(m, n, k, a, b, c)) {
            return;
        }
        gemm.gemm(transA, transB, m, n, k, HeapBlock.floats(a), a.offset(), HeapBlock.floats(b), b.offset(),
                accumulate, HeapBlock.floats(c), c.offset());
    }

    @Override
    public void makeConstant(Buffer b) {
        constantFactors.add(b);
    }

    @Override
    public void makeVariable(Buffer b) {
        constantFactors.remove(b);
    }

    @Override
    public void biasActivation(Unary f, double parameter, @Nullable Buffer bias, Buffer z, Buffer y) {
        if (bias == null) {
            Ops.super.biasActivation(f, parameter, null, z, y);
        } else {
            epilogue.forward(f, parameter, bias, z, y);
        }
    }

    @Override
    public void biasActivationGradient(Unary f, double parameter, Buffer saved, Buffer dy, Buffer dz,
            boolean accumulateBias, @Nullable Buffer dbias) {
        if (dbias == null) {
            Ops.super.biasActivationGradient(f, parameter, saved, dy, dz, accumulateBias, null);
        } else {
            epilogue.backward(f, parameter, saved, dy, dz, accumulateBias, dbias);
        }
    }

    // Rows and losses ---------------------------------------------------------------------------------------------

    @Override
    public void softmax(int rows, Buffer x, Buffer y) {
        softmax.forward(rows, x, y);
    }

    @Override
    public void softmaxGradient(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx) {
        softmax.backward(rows, y, dy, accumulate, dx);
    }

    @Override
    public void softmaxCrossEntropy(int rows, Buffer logits, Buffer target, @Nullable Buffer classWeights,
            double smoothing, Buffer loss, @Nullable Buffer gradient) {
        crossEntropy.compute(rows, logits, target, classWeights, smoothing, loss, gradient);
    }

    @Override
    public void pointwiseLoss(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target,
            Buffer loss, @Nullable Buffer gradient) {
        pointwise.compute(l, parameter, scale, prediction, target, loss, gradient);
    }

    @Override
    public void oneHot(Buffer labels, Buffer y) {
        Ranking.oneHot(labels, y);
    }

    // Dropout and normalisation -----------------------------------------------------------------------------------

    @Override
    public void dropout(double rate, long seed, int stream, Buffer counter, Buffer x, boolean accumulate, Buffer y) {
        dropout.apply(rate, seed, stream, counter, x, accumulate, y);
    }

    @Override
    public void advance(Buffer counter) {
        int[] pair = HeapBlock.ints(counter);
        if (++pair[counter.offset()] == 0) {
            pair[counter.offset() + 1]++;
        }
    }

    @Override
    public void batchNorm(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y) {
        batchNorm.forward(epsilon, momentum, x, gamma, beta, runningMean, runningVariance, mean, inverseStd, y);
    }

    @Override
    public void batchNormGradient(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy,
            boolean accumulateX, @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta) {
        batchNorm.backward(x, gamma, mean, inverseStd, dy, accumulateX, dx, accumulateParameters, dgamma, dbeta);
    }

    // Optimizers --------------------------------------------------------------------------------------------------

    @Override
    public void update(UpdateRule rule, Segments segments, Buffer rates, Buffer counter, Buffer status,
            Buffer gradients, Buffer[] states, Buffer parameters) {
        if (HeapBlock.ints(status)[status.offset()] < 0) {
            updates.apply(rule, segments, rates, counter, gradients, states, parameters);
        }
        advance(counter);
    }

    @Override
    public void clipByNorm(double maxNorm, Buffer x, Buffer norm) {
        double length = Math.sqrt(laneSums.total(LaneSums::square, 0, 1, x, x));
        HeapBlock.floats(norm)[norm.offset()] = (float) length;
        if (length > maxNorm && Double.isFinite(length)) {
            affine(maxNorm / length, 0, x, false, x);
        }
    }

    @Override
    public void clamp(double low, double high, Buffer x) {
        elements.map(BinaryKernels::clamp, low, high, 1, x, false, x);
    }

    @Override
    public void recordLoss(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status) {
        float value = HeapBlock.floats(loss)[loss.offset()];
        float[] sum = HeapBlock.floats(total);
        sum[total.offset()] = (float) (sum[total.offset()] + weight * value);
        if (!Float.isFinite(value) && HeapBlock.ints(status)[status.offset()] < 0) {
            HeapBlock.ints(status)[status.offset()] = HeapBlock.ints(counter)[counter.offset()] & Integer.MAX_VALUE;
        }
    }

    // Data sets and metrics ---------------------------------------------------------------------------------------

    @Override
    public void nextBatch(BatchOrder order, Buffer counter, Buffer rows) {
        orders.next(order, HeapBlock.ints(counter), counter.offset(), HeapBlock.ints(rows), rows.offset(),
                rows.length());
    }

    @Override
    public void gather(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        if (y.type() == ElementType.INT32) {
            Gather.ints(source, indices, y);
        } else if (floor > 0) {
            gather.standardized(floor, source, indices, scale, shift, y);
        } else {
            gather.reals(source, indices, scale, shift, y);
        }
    }

    @Override
    public void gatherChanged(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        changedImages.gather(changes, order, floor, counter, images, indices, numbers, deviates, scale, shift, y);
    }

    @Override
    public void scatter(Buffer x, Buffer indices, Buffer y) {
        Gather.scatter(x, indices, y);
    }

    @Override
    public void countHits(int k, Buffer outputs, Buffer labels, Buffer hits) {
        Ranking.countHits(k, outputs, labels, hits);
    }

    @Override
    public void countConfusion(Buffer outputs, Buffer labels, Buffer counts) {
        Ranking.countConfusion(outputs, labels, counts);
    }
}
