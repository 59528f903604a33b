package dev.cairn.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every operation a backend computes. Operands are buffers whose lengths give the sizes; matrices are row-major and
 * contiguous. The caller has validated everything: an implementation trusts its arguments and writes into the destinations
 * it is given. Inputs stand before outputs.
 *
 * <p>Unless an operation says otherwise, a destination is overwritten and its old contents are never read, and a
 * destination may be the same buffer as an operand of the same length. Where there is a flag {@code accumulate}, true adds
 * to the destination instead. An operand "repeats" when it is shorter than the result: element i is taken at
 * i mod its length, which is a scalar for length 1 and a row for the length of a row.
 *
 * <p>An instance belongs to one thread. A backend may run operations asynchronously in the order of the calls; downloads
 * wait for their data.
 */
public interface Ops extends AutoCloseable {
    /** One line for a person: the machine, and which implementations are in use. */
    String describe();

    /** The bytes of one {@link ElementType#REAL}: 4 or 8. */
    int realBytes();

    // Memory ------------------------------------------------------------------------------------------------------

    /** New memory with undefined contents. */
    Block allocate(ElementType type, int elements);

    /** Gives memory back to the machine. */
    void free(Block block);

    /** The bytes that {@link #allocate} may still find; the largest long where that is for the machine to say. */
    default long freeBytes() {
        return Long.MAX_VALUE;
    }

    /** Waits until every operation so far is done, and reports what failed in them. */
    void synchronize();

    @Override
    void close();

    /** Calls that belong together, ready to be made again and again; nothing is computed yet. */
    default Program program(List<Call> calls) {
        return Program.of(calls, this);
    }

    /** target = source[from ...], rounded to the backend's precision. */
    void upload(float[] source, int from, Buffer target);

    /** target = source, rounded to the backend's precision. */
    void upload(double[] source, Buffer target);

    void upload(int[] source, int from, Buffer target);

    void upload(byte[] source, int from, Buffer target);

    /** target[0 ...] = source. */
    void download(Buffer source, float[] target);

    void download(Buffer source, double[] target);

    void download(Buffer source, int[] target);

    void download(Buffer source, byte[] target);

    /**
     * A way for rows of the host to come to the device while it computes.
     *
     * @param landing where the rows of each source arrive, with room for the most that are brought at once; nothing else uses
     *                these buffers until it is closed
     */
    default Prefetch prefetch(List<HostRows> sources, List<Buffer> landing) {
        return Prefetch.of(this, sources, landing);
    }

    /** Every element of x, of any type, becomes the value. */
    void fill(double value, Buffer x);

    /** y = x for buffers of equal length and type; they must not overlap. */
    void copy(Buffer x, Buffer y);

    // Elements ----------------------------------------------------------------------------------------------------

    /** y = scale · x + shift. */
    void affine(double scale, double shift, Buffer x, boolean accumulate, Buffer y);

    /** y = f(x). The parameter is {@link Unary#LEAKY_RELU}'s slope. */
    void unary(Unary f, double parameter, Buffer x, Buffer y);

    /**
     * dx = dy · f'. Saved is y where {@link Unary#gradientFromResult()}, else x.
     */
    void unaryGradient(Unary f, double parameter, Buffer saved, Buffer dy, boolean accumulate, Buffer dx);

    /** y = f(a, b); a or b may repeat, and the longer one has y's length. */
    void binary(Binary f, Buffer a, Buffer b, boolean accumulate, Buffer y);

    // Sums over a matrix of y.length columns or rows ----------------------------------------------------------------

    /** y[j] = Σ_i x[i, j]; with y of length 1, the sum of all. */
    void columnSums(Buffer x, boolean accumulate, Buffer y);

    /** y[i] = Σ_j x[i, j]. */
    void rowSums(Buffer x, boolean accumulate, Buffer y);

    /** y[i, j] = x[i]: the gradient of {@link #rowSums}. */
    void spreadRows(Buffer x, boolean accumulate, Buffer y);

    /** y[i] = the first column of the largest element of row i, as INT32; NaN counts as smallest. */
    void argmaxRows(Buffer x, Buffer y);

    // Matrix products -----------------------------------------------------------------------------------------------

    /**
     * c[m, n] = op(a)[m, k] · op(b)[k, n], where op transposes on request: a is stored [m, k], or [k, m] with transA, b is
     * [k, n], or [n, k] with transB. The destination is no operand.
     */
    void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate, Buffer c);

    /**
     * Tells that the elements of b, a right factor of products, do not change until {@link #makeVariable}: a backend may keep a copy
     * of them in the order in which {@link #gemm} reads it.
     */
    default void makeConstant(Buffer b) {
        // Nothing is gained.
    }

    /** Ends what {@link #makeConstant} began; nothing is done for other buffers. */
    default void makeVariable(Buffer b) {
        // Nothing was kept.
    }

    /**
     * y = f(z + bias), the bias repeating; z keeps z + bias where f's gradient is computed from it. With y = z and no bias
     * and IDENTITY there is nothing to do.
     */
    default void biasActivation(Unary f, double parameter, @Nullable Buffer bias, Buffer z, Buffer y) {
        if (bias != null) {
            binary(Binary.ADD, z, bias, false, z);
        }
        if (f != Unary.IDENTITY || !y.equals(z)) {
            unary(f, parameter, z, y);
        }
    }

    /**
     * dz = dy · f', dbias = the column sums of dz; either is left out where null, and dz may be dy. Saved is y or z as in
     * {@link #unaryGradient}. With IDENTITY and dz = dy only the sums are computed.
     */
    default void biasActivationGradient(Unary f, double parameter, Buffer saved, Buffer dy, Buffer dz,
            boolean accumulateBias, @Nullable Buffer dbias) {
        if (f != Unary.IDENTITY || !dz.equals(dy)) {
            unaryGradient(f, parameter, saved, dy, false, dz);
        }
        if (dbias != null) {
            columnSums(dz, accumulateBias, dbias);
        }
    }

    // Rows and losses -------------------------------------------------------------------------------------------------

    /** y[i, j] = e^x[i, j] / Σ_k e^x[i, k], shifted by the row's maximum. */
    void softmax(int rows, Buffer x, Buffer y);

    /** dx[i, j] = y[i, j] (dy[i, j] - Σ_k dy[i, k] y[i, k]). */
    void softmaxGradient(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx);

    /**
     * Mean cross-entropy between the softmax of logits[rows, classes] and a target, and its gradient.
     *
     * <p>The target is INT32 labels [rows] or REAL probabilities [rows, classes]. With label smoothing ε a target t becomes
     * (1 - ε) t + ε / classes. With class weights w the loss of a row is Σ_c w_c t_c (-ln p_c); the mean divides by the sum
     * of the labels' weights, and for probabilities by the number of rows. Finite for all finite logits, and so is the mean:
     * rows are weighted before they are added. A class whose t is 0 adds nothing, so a logit may be -∞ there.
     *
     * @param loss     one element
     * @param gradient of the mean by the logits, or null where it is not wanted; may be the logits' own buffer
     */
    void softmaxCrossEntropy(int rows, Buffer logits, Buffer target, @Nullable Buffer classWeights, double smoothing,
            Buffer loss, @Nullable Buffer gradient);

    /** loss = scale · Σ l(prediction, target), one element; gradient = scale · dl / dprediction where it is wanted. */
    void pointwiseLoss(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target, Buffer loss,
            @Nullable Buffer gradient);

    /** y[i, labels[i]] = 1, all else 0. */
    void oneHot(Buffer labels, Buffer y);

    // Dropout and normalisation -----------------------------------------------------------------------------------------

    /**
     * y[i] = x[i] / (1 - rate), or 0 where word i of the {@link Philox} draw (seed, stream, counter) is below the rate's
     * threshold, as unsigned integers. The counter is an INT32 pair (low, high) in device memory. The same call on dy gives
     * the gradient.
     */
    void dropout(double rate, long seed, int stream, Buffer counter, Buffer x, boolean accumulate, Buffer y);

    /** Adds 1 to an INT32 pair (low, high). */
    void advance(@Updated Buffer counter);

    /**
     * Batch normalisation of x[rows, columns] by the batch's own mean and (biased) variance, columns = gamma.length
     * (Ioffe and Szegedy, 2015): y = gamma (x - mean) inverseStd + beta, inverseStd = 1 / √(variance + epsilon). Writes mean
     * and inverseStd, and moves the running figures by momentum towards the mean and the unbiased variance (with a single
     * row, the biased one: 0).
     */
    void batchNorm(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, @Updated Buffer runningMean,
            @Updated Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y);

    /**
     * The gradient of {@link #batchNorm} by x (where dx is not null), gamma and beta. With n = (x - mean) inverseStd and
     * averages over the rows: dx = gamma inverseStd (dy - average(dy) - n average(dy n)), dgamma = Σ_i dy n,
     * dbeta = Σ_i dy.
     */
    void batchNormGradient(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy, boolean accumulateX,
            @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta);

    // Optimizers ----------------------------------------------------------------------------------------------------------

    /**
     * One optimizer step over all parameters of a model. {@code rates} is a table of rows (learning rate, c1, c2); the row
     * is the counter modulo the number of rows, where c1 and c2 are Adam's corrections. Nothing is changed once
     * {@code status} tells of a non-finite loss ({@link #recordLoss}), but the counter, which always {@link #advance}s.
     *
     * @param states {@link UpdateRule#slots()} buffers as long as the parameters
     */
    void update(UpdateRule rule, Segments segments, Buffer rates, @Updated Buffer counter, Buffer status,
            Buffer gradients, @Updated Buffer[] states, @Updated Buffer parameters);

    /**
     * x is scaled down to an L2 norm of at most maxNorm; norm (one element) becomes the norm it had. Where that is not
     * finite, x stays as it is.
     */
    void clipByNorm(double maxNorm, Buffer x, Buffer norm);

    /** Every element of x is brought into [low, high]; NaN stays. */
    void clamp(double low, double high, @Updated Buffer x);

    /**
     * total += weight · loss, and where the loss is not finite and status (one INT32) is still negative, status = the low
     * 31 bits of the counter.
     */
    void recordLoss(double weight, Buffer loss, Buffer counter, @Updated Buffer total, Buffer status);

    /** What is kept of a training step: {@link #recordLoss}, and {@link #countHits} with k = 1. */
    default void recordStep(double weight, Buffer loss, Buffer counter, @Updated Buffer total, Buffer status,
            Buffer outputs, Buffer labels, @Updated Buffer hits) {
        recordLoss(weight, loss, counter, total, status);
        countHits(1, outputs, labels, hits);
    }

    // Data sets and metrics --------------------------------------------------------------------------------------------------

    /**
     * rows (INT32) = the numbers of the first rows.length samples of the batch that the counter, an INT32 pair (low, high),
     * is at; counter += 1.
     */
    void nextBatch(BatchOrder order, @Updated Buffer counter, Buffer rows);

    /** {@link #nextBatch}, and what {@link #gather} takes of answers, INT32 or REAL, by these rows. */
    default void nextBatchWithAnswers(BatchOrder order, @Updated Buffer counter, Buffer answers, Buffer rows,
            Buffer y) {
        nextBatch(order, counter, rows);
        gather(0, answers, rows, null, null, y);
    }

    /**
     * Row i of y is row indices[i] of the source, from UINT8 or REAL to REAL, scaled and shifted where given
     * (y = x · scale + shift, each repeating over a row), or INT32 to INT32 as it is. A row has y.length / indices.length
     * elements. Where the floor is above 0, every REAL row y then becomes (y - mean) / max(standard deviation, floor), with
     * the row's own mean and its deviation as a population: √(average of (y - mean)²).
     */
    void gather(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y);

    /**
     * {@link #gather} of 8-bit images, each changed at random before all else: see {@link ImageChanges}. The
     * epoch is that of the batch that {@link #nextBatch} chose before the counter came to stand where it does, the seed that
     * of the order.
     *
     * @param images   the whole data set, or some of it
     * @param indices  where among those the chosen ones are
     * @param numbers  which images of the data set the chosen ones are
     * @param deviates {@link ImageChanges#deviates}, REAL; null where there is no noise
     */
    void gatherChanged(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y);

    /**
     * Row indices[i] of y is row i of x, both REAL; no index comes twice, and the other rows stay as they are. A row has
     * x.length / indices.length elements.
     */
    void scatter(Buffer x, Buffer indices, Buffer y);

    /**
     * hits (one REAL, so that it can be read together with sums of losses; exact up to 2^24) += the number of rows whose label
     * is among the k largest outputs; equal outputs rank by column, NaN last.
     */
    void countHits(int k, Buffer outputs, Buffer labels, @Updated Buffer hits);

    /** counts[label, argmax] += 1 for every row; counts is INT32 [classes, classes]. */
    void countConfusion(Buffer outputs, Buffer labels, @Updated Buffer counts);
}
