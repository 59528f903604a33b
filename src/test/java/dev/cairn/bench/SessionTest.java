package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import org.junit.jupiter.api.Test;

/** What is timed is training and inference, and it is checked. */
class SessionTest {
    private static final Case CASE = new Case(Backend.CPU, Work.TRAIN, DenseNet.parse("20-8-4"), 6, 1);

    @Test
    void aStepLowersTheLossAsOnReference() {
        try (Session cpu = new Session(CASE, 0.1);
                Session reference = new Session(Backend.REFERENCE, CASE.net(), 6, 1, 0.1)) {
            double first = cpu.lossNow();
            cpu.run(Work.TRAIN, 10);
            reference.run(Work.TRAIN, 10);
            assertThat(cpu.lossNow()).isLessThan(first).isCloseTo(reference.lossNow(), within(1e-5));
        }
    }

    @Test
    void inferenceChangesNothing() {
        try (Session session = new Session(CASE, 0.1)) {
            float[] before = session.outputs();
            session.run(Work.INFER, 3);
            assertThat(session.outputs()).hasSize(24).isEqualTo(before);
        }
    }

    @Test
    void aSessionThatComputesSomethingElseIsNotTimed() {
        try (Session trained = new Session(CASE, 0.1)) {
            Verification.check(CASE, trained);
            trained.train(1);
            assertThatThrownBy(() -> Verification.check(CASE, trained)).isInstanceOf(CairnException.class)
                    .hasMessageContaining("output 0 of 20-8-4").hasMessageContaining("nothing was timed");
        }
    }
}
