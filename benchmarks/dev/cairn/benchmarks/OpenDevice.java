package dev.cairn.benchmarks;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A state that computes on a device. A backend that is not there is an error: no number is reported for another. */
@State(Scope.Thread)
public abstract class OpenDevice {
    @Param("CPU")
    public Backend backend;

    @Param("1")
    public int threads;

    @Param("FP32")
    public Precision precision;

    private Device device;

    /** A subclass begins its set-up with this: JMH leaves open in which order those of a hierarchy run. */
    final void openDevice() {
        device = Device.require(backend,
                DeviceOptions.defaults().withThreads(threads).withPrecision(precision));
    }

    Device device() {
        return device;
    }

    /** Waits until the device is done, so that a benchmark times the work and not its submission. */
    void synchronize() {
        device.ops().synchronize();
    }

    @TearDown
    public void closeDevice() {
        device.close();
    }
}
