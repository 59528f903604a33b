package dev.cairn.backend.cuda;

import dev.cairn.backend.Binary;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Unary;

/** A thread four neighbours: {@code kernels/elementwise.cu}, {@code bias_activation} and {@code dropout}. */
final class Elementwise {
    private final Kernels kernels;

    Elementwise(Kernels kernels) {
        this.kernels = kernels;
    }

    void affine(double scale, double shift, Buffer x, boolean accumulate, Buffer y) {
        run(kernels.launch("affine").pointer(x).pointer(y).f32((float) scale).f32((float) shift).flag(accumulate),
                y.length(), "affine");
    }

    void clamp(double low, double high, Buffer x) {
        run(kernels.launch("clamp").pointer(x).f32((float) low).f32((float) high), x.length(), "clamp");
    }

    void unary(Unary f, double parameter, Buffer x, Buffer y) {
        run(kernels.launch("unary").pointer(x).pointer(y).choice(f).f32((float) parameter), y.length(), "unary");
    }

    void unaryGradient(Unary f, double parameter, Buffer saved, Buffer dy, boolean accumulate, Buffer dx) {
        run(kernels.launch("unary_gradient").pointer(saved).pointer(dy).pointer(dx).choice(f)
                .f32((float) parameter).flag(accumulate), dx.length(), "unaryGradient");
    }

    void binary(Binary f, Buffer a, Buffer b, boolean accumulate, Buffer y) {
        run(kernels.launch("binary").pointer(a).pointer(b).pointer(y).choice(f).flag(accumulate).i32(a.length())
                .i32(b.length()), y.length(), "binary");
    }

    void spreadRows(Buffer x, boolean accumulate, Buffer y) {
        run(kernels.launch("spread_rows").pointer(x).pointer(y).flag(accumulate)
                .i32(Math.max(1, y.length() / x.length())), y.length(), "spreadRows");
    }

    void biasActivation(Unary f, double parameter, Buffer bias, Buffer z, Buffer y) {
        run(kernels.launch("bias_activation").pointer(bias).pointer(z).pointer(y).choice(f)
                .f32((float) parameter).flag(!f.gradientFromResult()).i32(bias.length()), y.length(),
                "biasActivation");
    }

    void dropout(int threshold, double scale, long seed, int stream, Buffer counter, Buffer x, boolean accumulate,
            Buffer y) {
        run(kernels.launch("dropout").pointer(counter).pointer(x).pointer(y).i64(seed).i32(stream).i32(threshold)
                .f32((float) scale).flag(accumulate), y.length(), "dropout");
    }

    /** The number of elements is the last argument. */
    private static void run(Launch launch, int n, String operation) {
        launch.i32(n).run(Geometry.elementBlocks(n), Geometry.THREADS, 0, operation);
    }
}
