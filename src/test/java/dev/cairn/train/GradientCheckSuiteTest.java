package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.autodiff.GradientReport;
import dev.cairn.nn.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckSuiteTest {
    static List<GradientCheckCase> cases() {
        return GradientCheckSuite.cases();
    }

    @Test
    void everyBuiltInLayerIsCheckedAloneAndInANetwork() {
        List<String> names = cases().stream().map(GradientCheckCase::name).toList();
        for (String layer : Networks.layers()) {
            assertThat(names).as(layer)
                    .anyMatch(name -> name.contains(layer) && (name.endsWith(" alone") || layer.equals("Sequential")))
                    .anyMatch(name -> name.contains(layer) && !name.endsWith(" alone"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void analyticGradientsAreTheDifferences(GradientCheckCase check) {
        GradientReport report = check.run();
        assertThat(check.passes(report)).as("%s%n%s", check, report).isTrue();
    }
}
