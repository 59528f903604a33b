package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceOptionsTest {
    private static final DeviceOptions DEFAULTS = DeviceOptions.defaults();

    @Test
    void eachOptionChangesAloneAndImpossibleOnesAreRefused() {
        assertThat(DEFAULTS).isEqualTo(
                new DeviceOptions(Runtime.getRuntime().availableProcessors(), Precision.FP32, 0));
        assertThat(DEFAULTS.withThreads(3).withPrecision(Precision.TF32).withDeviceIndex(2))
                .isEqualTo(new DeviceOptions(3, Precision.TF32, 2));
        assertThatThrownBy(() -> DEFAULTS.withThreads(0)).hasMessageContaining("threads 0");
        assertThatThrownBy(() -> DEFAULTS.withDeviceIndex(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device index -1: cards count from 0");
    }

    @ParameterizedTest
    @CsvSource({"CPU, TF32", "REFERENCE, TF32", "REFERENCE, BF16"})
    void aPrecisionThatABackendDoesNotHaveIsRefused(Backend backend, Precision precision) {
        DeviceOptions options = DEFAULTS.withPrecision(precision);
        assertThatThrownBy(() -> Device.require(backend, options)).isInstanceOf(CairnException.class)
                .hasMessageContaining(backend.name()).hasMessageContaining(precision.name())
                .hasMessageContaining("leave the precision at FP32");
        assertThatThrownBy(() -> Device.open(backend, options)).isInstanceOf(CairnException.class);
    }

    @Test
    void aDeviceKnowsItsOptions() {
        DeviceOptions options = DEFAULTS.withThreads(1);
        try (Device device = Device.require(Backend.CPU, options)) {
            assertThat(device.options()).isEqualTo(options);
        }
    }

    /** The CPU that stands in for a missing card computes in FP32, more exactly than it was asked to. */
    @Test
    void whatStandsInNeedNotHaveThePrecision() {
        DeviceOptions options = DEFAULTS.withPrecision(Precision.TF32);
        if (!Backend.CUDA.isAvailable()) {
            try (Device device = Device.open(Backend.CUDA, options);
                    Device any = Device.require(Backend.AUTO, options)) {
                assertThat(device.backend()).isEqualTo(any.backend()).isEqualTo(Backend.CPU);
                assertThat(device.options()).isEqualTo(any.options()).isEqualTo(DEFAULTS);
            }
            assertThatThrownBy(() -> Device.require(Backend.CUDA, options)).isInstanceOf(CairnException.class);
        }
    }
}
