package dev.cairn.benchmarks;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What computes. A backend that is not there is an error: a number must never be reported for another. */
@State(Scope.Thread)
public class OpenDevice {
    @Param("CPU")
    public Backend backend;

    @Param("1")
    public int threads;

    @Param("FP32")
    public Precision precision;

    private Device device;

    @Setup
    public void open() {
        device = Device.require(backend, options());
    }

    DeviceOptions options() {
        return DeviceOptions.defaults().withThreads(threads).withPrecision(precision);
    }

    Device device() {
        return device;
    }

    /** Waits until the device is done, so that a benchmark times the work and not its submission. */
    void synchronize() {
        device.ops().synchronize();
    }

    @TearDown
    public void close() {
        device.close();
    }
}
