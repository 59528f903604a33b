package dev.cairn.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Binary;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Unary;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private final Device device = Device.open(Backend.REFERENCE);
    private final Tensor x = device.tensor(Shape.of(2, 3), 1, -2, 3, 0.5f, -0.25f, 2);

    @AfterEach
    void close() {
        device.close();
    }

    /** y = x² with a gradient of -2x: the sign is wrong. */
    private static Tensor squareWithPlantedError(Tensor x) {
        Tensor y = x.device().allocate("square", x.shape(), ElementType.REAL);
        x.device().ops().binary(Binary.MULTIPLY, x.buffer(), x.buffer(), false, y.buffer());
        if (x.needsGradient()) {
            Tape.record(y, dy -> {
                Gradient dx = x.slot();
                x.device().ops().unaryGradient(Unary.SQUARE, 0, x.buffer(), dy, dx.accumulates(),
                        dx.target());
                x.device().ops().affine(-1, 0, dx.target(), false, dx.target());
            });
        }
        return y;
    }

    @Test
    void reportsWhatTheGradientsAre() {
        double[] before = x.toDoubles();
        GradientReport report = new GradientCheck().run(Map.of("x", x), () -> x.square().sum());
        GradientReport.Row row = report.rows().getFirst();
        assertThat(row.name()).isEqualTo("x");
        assertThat(row.checked()).isEqualTo(6);
        assertThat(row.significant()).isEqualTo(6);
        assertThat(row.analytic()).isEqualTo(new GradientReport.Figures(8.5, 8.5 / 6, -4, 6));
        assertThat(report.isWithin(1e-8, 1e-6)).isTrue();
        assertThat(x.toDoubles()).isEqualTo(before);
        assertThat(report.toString()).contains("analytic   8.500000e+00   1.416667e+00  -4.000000e+00   6.000000e+00");
    }

    @Test
    void findsAPlantedSignError() {
        GradientReport report = new GradientCheck().run(Map.of("x", x), () -> squareWithPlantedError(x).sum());
        assertThat(report.isWithin(1e-8, 1e-6)).isFalse();
        assertThat(report.absoluteDifference()).isGreaterThan(1);
        assertThat(report.relativeDifference()).isGreaterThan(1);
    }

    @Test
    void findsAGradientThatIsNotANumber() {
        Tensor zero = device.zeros(Shape.of(1));
        GradientReport report = new GradientCheck().run(Map.of("x", zero), () -> zero.sqrt().multiply(zero).sum());
        assertThat(report.absoluteDifference()).isNaN();
        assertThat(report.isWithin(1, 1)).isFalse();
    }

    @Test
    void aVariableWithoutSignificantGradientsIsNoProof() {
        GradientReport report = new GradientCheck().run(Map.of("x", x), () -> x.square().sum().multiply(1e-6));
        assertThat(report.rows().getFirst().significant()).isZero();
        assertThat(report.isWithin(1e-8, 1e-6)).isFalse();
    }

    @Test
    void checksASampleOfALargeVariable() {
        GradientReport report = new GradientCheck().withAtMost(2).run(Map.of("x", x), () -> x.square().sum());
        assertThat(report.rows().getFirst().checked()).isEqualTo(2);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientCheck().withStep(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientCheck().withAtMost(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientCheck().run(Map.of(), () -> x))
                .withMessage("gradient check: there is no variable that learns");
    }
}
