package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void closingReleasesAndKeepMovesOutward(Backend backend) {
        try (Device device = Device.require(backend)) {
            int before = device.memory().liveTensors();
            Tensor kept;
            Tensor gone;
            try (Scope scope = device.scope()) {
                gone = device.scalar(1);
                kept = scope.keep(gone.add(1));
            }
            assertThat(kept.item()).isEqualTo(2);
            assertThat(device.memory().liveTensors()).isEqualTo(before + 1);
            assertThatThrownBy(gone::item).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("full [1]").hasMessageContaining("Scope.keep");
            assertThatThrownBy(() -> gone.add(kept)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void aSteadyLoopTakesNoNewBlock(Backend backend) {
        try (Device device = Device.require(backend)) {
            Tensor x = device.full(Shape.of(33, 7), 1);
            long allocations = 0;
            for (int i = 0; i < 100; i++) {
                double sum = device.scoped(() -> x.add(x).multiply(3).sum().item());
                assertThat(sum).isEqualTo(6 * 33 * 7);
                allocations = i == 0 ? device.memory().allocations() : allocations;
            }
            assertThat(device.memory().allocations()).isEqualTo(allocations);
            assertThat(device.memory().liveTensors()).isEqualTo(1);
        }
    }

    @Test
    void whatTheBackwardPassNeedsOutlivesAnInnerScope() {
        try (Device device = Device.require(Backend.REFERENCE)) {
            try (Scope _ = device.training()) {
                Tensor x = device.scalar(3).requireGradient();
                Tensor y;
                try (Scope inner = device.scope()) {
                    y = inner.keep(x.multiply(x.multiply(2)));
                }
                y.sum().backward();
                assertThat(x.gradient().item()).isEqualTo(12);
            }
            assertThat(device.memory().liveTensors()).isZero();
        }
    }

    @Test
    void scopesCloseFromTheInside() {
        try (Device device = Device.require(Backend.REFERENCE)) {
            Scope outer = device.scope();
            Scope inner = device.scope();
            assertThatThrownBy(outer::close).hasMessageContaining("a scope inside this one");
            inner.close();
            inner.close();
            outer.close();
        }
    }

    @Test
    void aDeviceBelongsToItsThread() throws InterruptedException {
        try (Device device = Device.require(Backend.REFERENCE)) {
            Tensor x = device.scalar(1);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    x.add(x);
                } catch (IllegalStateException e) {
                    failure.set(e);
                }
            }, "stranger");
            thread.start();
            thread.join();
            assertThat(failure.get()).hasMessageContaining("not to stranger").hasMessageContaining("Predictor");
        }
    }

    @Test
    void aClosedDeviceSaysSo() {
        Device device = Device.require(Backend.REFERENCE);
        Tensor x = device.scalar(1);
        device.close();
        device.close();
        assertThatThrownBy(x::item).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> device.scalar(1)).hasMessageContaining("closed");
    }

    @Test
    void cudaFallsBackWithItsReason() {
        if (!Backend.CUDA.isAvailable()) {
            assertThatThrownBy(() -> Device.require(Backend.CUDA)).isInstanceOf(CairnException.class)
                    .hasMessageContaining(Backend.CUDA.whyNot().orElseThrow());
            try (Device device = Device.open(Backend.CUDA); Device any = Device.open(Backend.AUTO)) {
                assertThat(device.backend()).isEqualTo(Backend.CPU);
                assertThat(any.backend()).isEqualTo(Backend.CPU);
            }
        }
    }
}
