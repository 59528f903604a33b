package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Unary;
import org.jspecify.annotations.Nullable;

/**
 * A block a few neighbouring columns: {@code column_sums} of {@code kernels/sums.cu}, the gradient of
 * {@code kernels/dense.cu}, and {@code kernels/batchnorm.cu}.
 */
final class Columns {
    private final Kernels kernels;

    Columns(Kernels kernels) {
        this.kernels = kernels;
    }

    void sums(Buffer x, boolean accumulate, Buffer y) {
        run(kernels.launch("column_sums").pointer(x).pointer(y).flag(accumulate), x, y, "columnSums");
    }

    void biasActivationGradient(Unary f, double parameter, Buffer saved, Buffer dy, Buffer dz, boolean accumulateBias,
            Buffer dbias) {
        run(kernels.launch("bias_activation_gradient").pointer(saved).pointer(dy).pointer(dz).pointer(dbias)
                .choice(f).f32((float) parameter).flag(accumulateBias), dz, dbias, "biasActivationGradient");
    }

    void batchNorm(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y) {
        run(kernels.launch("batch_norm").pointer(x).pointer(gamma).pointer(beta).pointer(runningMean)
                .pointer(runningVariance).pointer(mean).pointer(inverseStd).pointer(y).f32((float) epsilon)
                .f32((float) momentum), x, gamma, "batchNorm");
    }

    void batchNormGradient(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy, boolean accumulateX,
            @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta) {
        run(kernels.launch("batch_norm_gradient").pointer(x).pointer(gamma).pointer(mean).pointer(inverseStd)
                .pointer(dy).pointer(dx).pointer(dgamma).pointer(dbeta).flag(accumulateX).flag(accumulateParameters), x,
                gamma, "batchNormGradient");
    }

    /** The numbers of rows and columns, and of a block's columns, are the last arguments. */
    private static void run(Launch launch, Buffer matrix, Buffer row, String operation) {
        int columns = row.length();
        int rows = matrix.length() / columns;
        launch.i32(rows).i32(columns).i32(Geometry.columnWidth(columns))
                .run(Geometry.columnBlocks(columns), Geometry.columnThreads(rows, columns), 0, operation);
    }
}
