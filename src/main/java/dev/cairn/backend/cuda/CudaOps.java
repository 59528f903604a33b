package dev.cairn.backend.cuda;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Call;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Philox;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Prefetch;
import dev.cairn.backend.Program;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every operation in single precision on an NVIDIA GPU: matrix products by cuBLAS, all else by the kernels of
 * {@code kernels/}. Calls enqueue work and return; sums run in an order fixed by the sizes, so results are the same bits
 * every time.
 */
public final class CudaOps implements Ops {
    private final CudaContext context;
    private final long kernelCount;
    private final Precision precision;
    private final Transfers transfers;
    private final Partials partials;
    private final SegmentTables tables;
    private final Products products;
    private final Elementwise elements;
    private final Rows rows;
    private final Columns columns;
    private final Losses losses;
    private final Updates updates;
    private final Batches batches;
    private final Set<StreamPrefetch> prefetches = new HashSet<>();

    /**
     * Opens a card for this thread.
     *
     * @param card      its index, as the driver counts them
     * @param precision of matrix products
     * @throws DeviceException with what this machine lacks or the call that failed; nothing stays allocated
     */
    public CudaOps(int card, Precision precision) {
        this.precision = precision;
        RoundedFactors rounding = RoundedFactors.of(precision, System.getProperty(RoundedFactors.PROPERTY));
        String ptx = PtxFile.read();
        kernelCount = PtxFile.count(ptx);
        context = CudaContext.open(card, precision, ptx);
        try {
            partials = new Partials(context);
        } catch (DeviceException e) {
            context.close();
            throw e.during("opening card " + card);
        }
        Kernels kernels = context.kernels();
        transfers = new Transfers(context.staging());
        tables = new SegmentTables(context, transfers);
        products = new Products(context, rounding);
        elements = new Elementwise(kernels);
        rows = new Rows(kernels);
        columns = new Columns(kernels);
        losses = new Losses(kernels, partials);
        updates = new Updates(kernels, partials, tables);
        batches = new Batches(kernels);
    }

    @Override
    public String describe() {
        return "CUDA: " + context.facts() + ", matrix products by cuBLAS in " + precision + ", "
                + kernelCount + " kernels loaded";
    }

    @Override
    public int realBytes() {
        return Float.BYTES;
    }

    // Memory ------------------------------------------------------------------------------------------------------

    @Override
    public Block allocate(ElementType type, int elements) {
        return context.allocate(type, elements);
    }

    @Override
    public void free(Block block) {
        context.free((CudaBlock) block);
    }

    @Override
    public void synchronize() {
        context.synchronize("synchronize");
    }

    @Override
    public long freeBytes() {
        return context.freeBytes();
    }

    @Override
    public void close() {
        List.copyOf(prefetches).forEach(StreamPrefetch::close);
        products.free();
        tables.free();
        partials.free();
        context.close();
    }

    /** One graph; where every operation is to be waited for, one call after the other. */
    @Override
    public Program program(List<Call> calls) {
        return CudaContext.BLOCKING
                ? Program.of(calls, this)
                : new CapturedGraph(context, () -> calls.forEach(call -> call.on(this)), calls.size());
    }

    @Override
    public void upload(float[] source, int from, Buffer target) {
        transfers.upload(source, from, target);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        transfers.upload(source, target);
    }

    @Override
    public void upload(int[] source, int from, Buffer target) {
        transfers.upload(source, from, target);
    }

    @Override
    public void upload(byte[] source, int from, Buffer target) {
        transfers.upload(source, from, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        transfers.download(source, target);
    }

    @Override
    public void download(Buffer source, double[] target) {
        transfers.download(source, target);
    }

    @Override
    public void download(Buffer source, int[] target) {
        transfers.download(source, target);
    }

    @Override
    public void download(Buffer source, byte[] target) {
        transfers.download(source, target);
    }

    @Override
    public Prefetch prefetch(List<HostRows> sources, List<Buffer> landing) {
        StreamPrefetch prefetch = new StreamPrefetch(context, sources, landing, prefetches::remove);
        prefetches.add(prefetch);
        return prefetch;
    }

    @Override
    public void fill(double value, Buffer x) {
        context.fill(value, x);
    }

    @Override
    public void copy(Buffer x, Buffer y) {
        context.copy(x, y);
    }

    // Elements ----------------------------------------------------------------------------------------------------

    @Override
    public void affine(double scale, double shift, Buffer x, boolean accumulate, Buffer y) {
        elements.affine(scale, shift, x, accumulate, y);
    }

    @Override
    public void unary(Unary f, double parameter, Buffer x, Buffer y) {
        elements.unary(f, parameter, x, y);
    }

    @Override
    public void unaryGradient(Unary f, double parameter, Buffer saved, Buffer dy, boolean accumulate, Buffer dx) {
        elements.unaryGradient(f, parameter, saved, dy, accumulate, dx);
    }

    @Override
    public void binary(Binary f, Buffer a, Buffer b, boolean accumulate, Buffer y) {
        elements.binary(f, a, b, accumulate, y);
    }

    // Sums --------------------------------------------------------------------------------------------------------

    @Override
    public void columnSums(Buffer x, boolean accumulate, Buffer y) {
        columns.sums(x, accumulate, y);
    }

    @Override
    public void rowSums(Buffer x, boolean accumulate, Buffer y) {
        rows.sums(x, accumulate, y);
    }

    @Override
    public void spreadRows(Buffer x, boolean accumulate, Buffer y) {
        elements.spreadRows(x, accumulate, y);
    }

    @Override
    public void argmaxRows(Buffer x, Buffer y) {
        rows.argmax(x, y);
    }

    // Matrix products ---------------------------------------------------------------------------------------------

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate,
            Buffer c) {
        products.gemm(transA, transB, m, n, k, a, b, accumulate, c);
    }

    @Override
    public void biasActivation(Unary f, double parameter, @Nullable Buffer bias, Buffer z, Buffer y) {
        if (bias == null) {
            Ops.super.biasActivation(f, parameter, null, z, y);
        } else {
            elements.biasActivation(f, parameter, bias, z, y);
        }
    }

    @Override
    public void biasActivationGradient(Unary f, double parameter, Buffer saved, Buffer dy, Buffer dz,
            boolean accumulateBias, @Nullable Buffer dbias) {
        if (dbias == null || f == Unary.IDENTITY && dz.equals(dy)) {
            Ops.super.biasActivationGradient(f, parameter, saved, dy, dz, accumulateBias, dbias);
        } else {
            columns.biasActivationGradient(f, parameter, saved, dy, dz, accumulateBias, dbias);
        }
    }

    // Rows and losses ---------------------------------------------------------------------------------------------

    @Override
    public void softmax(int rows, Buffer x, Buffer y) {
        this.rows.softmax(rows, x, y);
    }

    @Override
    public void softmaxGradient(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx) {
        this.rows.softmaxGradient(rows, y, dy, accumulate, dx);
    }

    @Override
    public void softmaxCrossEntropy(int rows, Buffer logits, Buffer target, @Nullable Buffer classWeights,
            double smoothing, Buffer loss, @Nullable Buffer gradient) {
        losses.softmaxCrossEntropy(rows, logits, target, classWeights, smoothing, loss, gradient);
    }

    @Override
    public void pointwiseLoss(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target,
            Buffer loss, @Nullable Buffer gradient) {
        losses.pointwise(l, parameter, scale, prediction, target, loss, gradient);
    }

    @Override
    public void oneHot(Buffer labels, Buffer y) {
        batches.oneHot(labels, y);
    }

    // Dropout and normalisation -----------------------------------------------------------------------------------

    @Override
    public void dropout(double rate, long seed, int stream, Buffer counter, Buffer x, boolean accumulate, Buffer y) {
        elements.dropout(Philox.dropThreshold((float) rate), 1 / (1 - rate), seed, stream, counter, x, accumulate, y);
    }

    @Override
    public void advance(Buffer counter) {
        updates.advance(counter);
    }

    @Override
    public void batchNorm(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y) {
        columns.batchNorm(epsilon, momentum, x, gamma, beta, runningMean, runningVariance, mean, inverseStd, y);
    }

    @Override
    public void batchNormGradient(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy,
            boolean accumulateX, @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta) {
        columns.batchNormGradient(x, gamma, mean, inverseStd, dy, accumulateX, dx, accumulateParameters, dgamma, dbeta);
    }

    // Optimizers --------------------------------------------------------------------------------------------------

    @Override
    public void update(UpdateRule rule, Segments segments, Buffer rates, Buffer counter, Buffer status,
            Buffer gradients, Buffer[] states, Buffer parameters) {
        updates.apply(rule, segments, rates, counter, status, gradients, states, parameters);
    }

    @Override
    public void clipByNorm(double maxNorm, Buffer x, Buffer norm) {
        updates.clipByNorm(maxNorm, x, norm);
    }

    @Override
    public void clamp(double low, double high, Buffer x) {
        elements.clamp(low, high, x);
    }

    @Override
    public void recordLoss(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status) {
        rows.recordLoss(weight, loss, counter, total, status);
    }

    @Override
    public void recordStep(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status, Buffer outputs,
            Buffer labels, Buffer hits) {
        rows.recordStep(weight, loss, counter, total, status, outputs, labels, hits);
    }

    // Data sets and metrics ---------------------------------------------------------------------------------------

    @Override
    public void nextBatch(BatchOrder order, Buffer counter, Buffer rows) {
        batches.next(order, counter, rows);
    }

    @Override
    public void nextBatchWithAnswers(BatchOrder order, Buffer counter, Buffer answers, Buffer rows, Buffer y) {
        if (Batches.areFew(rows, y)) {
            batches.nextWithAnswers(order, counter, answers, rows, y);
        } else {
            Ops.super.nextBatchWithAnswers(order, counter, answers, rows, y);
        }
    }

    @Override
    public void gather(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        batches.gather(floor, source, indices, scale, shift, y);
    }

    @Override
    public void gatherChanged(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        batches.gatherChanged(changes, order, floor, counter, images, indices, numbers, deviates, scale, shift, y);
    }

    @Override
    public void scatter(Buffer x, Buffer indices, Buffer y) {
        batches.scatter(x, indices, y);
    }

    @Override
    public void countHits(int k, Buffer outputs, Buffer labels, Buffer hits) {
        rows.countHits(k, outputs, labels, hits);
    }

    @Override
    public void countConfusion(Buffer outputs, Buffer labels, Buffer counts) {
        rows.countConfusion(outputs, labels, counts);
    }
}
