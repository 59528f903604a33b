package dev.cairn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
    private static final Offset<Double> TINY = within(1e-12);

    /** At a step of a run of 10 epochs with 100 steps each. */
    private static double at(Schedule schedule, long step) {
        return schedule.factor(new Progress(step, 100, 10));
    }

    @Test
    void decayMultipliesAfterEachEpoch() {
        Schedule decay = Schedules.decay(0.998);
        assertThat(at(decay, 99)).isEqualTo(1);
        assertThat(at(decay, 100)).isCloseTo(0.998, TINY);
        assertThat(at(decay, 999)).isCloseTo(Math.pow(0.998, 9), TINY);
    }

    @Test
    void stepDecayMultipliesAfterSomeEpochs() {
        Schedule step = Schedules.stepDecay(3, 0.1);
        assertThat(at(step, 299)).isEqualTo(1);
        assertThat(at(step, 300)).isCloseTo(0.1, TINY);
        assertThat(at(step, 900)).isCloseTo(0.001, TINY);
    }

    @Test
    void cosineFallsToZero() {
        Schedule cosine = Schedules.cosine();
        assertThat(at(cosine, 0)).isEqualTo(1);
        assertThat(at(cosine, 250)).isCloseTo((1 + Math.sqrt(0.5)) / 2, TINY);
        assertThat(at(cosine, 500)).isCloseTo(0.5, TINY);
        assertThat(at(cosine, 1000)).isCloseTo(0, TINY);
        assertThat(at(cosine, 5000)).isCloseTo(0, TINY);
    }

    @Test
    void warmUpRisesAndThenFollowsTheOther() {
        Schedule warmUp = Schedules.warmUp(2, Schedules.cosine());
        assertThat(at(warmUp, 0)).isCloseTo(1 / 200.0, TINY);
        assertThat(at(warmUp, 99)).isCloseTo(0.5, TINY);
        assertThat(at(warmUp, 199)).isEqualTo(1);
        assertThat(at(warmUp, 200)).isEqualTo(1);
        assertThat(at(warmUp, 600)).isCloseTo(0.5, TINY);
        assertThat(at(warmUp, 1000)).isCloseTo(0, TINY);
        assertThat(at(Schedules.warmUp(20, Schedules.cosine()), 999)).isCloseTo(0.5, TINY);
    }

    @Test
    void plateauHalvesWhenTheLossStopsFalling() {
        Schedule plateau = Schedules.plateau();
        double[] losses = {1, 0.5, 0.6, 0.4, 0.4, Double.NaN};
        double[] factors = {1, 1, 0.5, 0.5, 0.25, 0.125};
        for (int i = 0; i < losses.length; i++) {
            plateau.onEpoch(losses[i]);
            assertThat(at(plateau, 0)).isEqualTo(factors[i]);
        }
    }

    @Test
    void decayEachStepMultipliesAfterEveryStep() {
        Schedule decay = Schedules.parse("decay-step:0.5");
        assertThat(at(decay, 0)).isEqualTo(1);
        assertThat(at(decay, 1)).isEqualTo(0.5);
        assertThat(at(decay, 3)).isEqualTo(0.125);
    }

    @Test
    void warmUpPassesTheLossOn() {
        Schedule both = Schedules.warmUp(1, Schedules.plateau());
        both.onEpoch(1);
        both.onEpoch(2);
        assertThat(at(both, 500)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plateau", "warmup:1:plateau"})
    void aRunBeginsWithTheFullRateWhateverAnotherCameTo(String text) {
        Schedule schedule = Schedules.parse(text);
        for (int run = 0; run < 2; run++) {
            new Sgd(0.1).schedule(schedule, 100, 10);
            schedule.onEpoch(1);
            assertThat(at(schedule, 500)).isEqualTo(1);
            schedule.onEpoch(2);
            assertThat(at(schedule, 500)).isEqualTo(0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"constant", "cosine", "decay:0.998", "decay-step:0.998", "step:10:0.1", "plateau", "plateau:0.2",
                "warmup:5:cosine", "warmup:2:warmup:1:step:3:0.5"})
    void whatToStringSaysParseReads(String text) {
        assertThat(Schedules.parse(text)).hasToString(text);
    }

    @Test
    void warmUpAloneKeepsTheRate() {
        assertThat(Schedules.parse("warmup:5")).hasToString("warmup:5:constant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cosin", "cosine:1", "decay", "decay:x", "step:10", "step:a:0.1", "step:1:0.1:2",
        "warmup", "warmup:5:", "warmup:x:cosine", "plateau:"})
    void otherTextNamesTheValidForms(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedules.parse(text))
                .withMessageContaining(
                        "the valid forms are constant, cosine, decay:FACTOR, decay-step:FACTOR, step:EPOCHS:FACTOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decay:0", "decay-step:2", "decay:1.1", "decay:NaN", "step:0:0.1", "plateau:1", "warmup:0"})
    void valuesOutOfRangeAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedules.parse(text)).withMessageContaining("must be");
    }
}
