package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.DeviceOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is timed is training and inference, and it is checked. */
class SessionTest {
    private static final Case CASE = new Case(Backend.CPU, Work.TRAIN, DenseNet.parse("20-8-4"), 6,
            DeviceOptions.defaults(), true);

    @Test
    void aStepLowersTheLossAsOnReference() {
        try (Session cpu = new Session(CASE, 0.1);
                Session reference = new Session(CASE.on(Backend.REFERENCE), 0.1)) {
            double first = cpu.lossNow();
            cpu.run(10);
            reference.run(10);
            assertThat(cpu.lossNow()).isLessThan(first).isCloseTo(reference.lossNow(), within(1e-5));
        }
    }

    @Test
    void replayedStepsGiveTheSameBitsAsPlainOnes() {
        try (Session replayed = new Session(CASE, 0.1); Session plain = new Session(CASE.withReplay(false), 0.1)) {
            List<float[]> first = plain.parameters();
            replayed.train(7);
            plain.train(7);
            assertThat(replayed.parameters()).usingRecursiveComparison().isEqualTo(plain.parameters())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void inferenceChangesNothing() {
        try (Session session = new Session(CASE, 0.1)) {
            float[] before = session.outputs();
            session.infer(3);
            assertThat(session.outputs()).hasSize(24).isEqualTo(before);
        }
    }

    @Test
    void aSessionThatComputesSomethingElseIsNotTimed() {
        try (Session trained = new Session(CASE, 0.1)) {
            trained.check();
            trained.train(1);
            assertThatThrownBy(trained::check).isInstanceOf(CairnException.class)
                    .hasMessageContaining("output 0 of 20-8-4").hasMessageContaining("nothing was timed");
        }
    }
}
