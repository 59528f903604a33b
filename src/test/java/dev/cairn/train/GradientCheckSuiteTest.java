package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.autodiff.GradientReport;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckSuiteTest {
    static List<GradientCheckCase> cases() {
        return GradientCheckSuite.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void analyticGradientsAreTheDifferences(GradientCheckCase check) {
        GradientReport report = check.run();
        assertThat(check.passes(report)).as("%s%n%s", check, report).isTrue();
    }
}
