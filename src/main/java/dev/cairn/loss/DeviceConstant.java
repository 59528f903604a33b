package dev.cairn.loss;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import java.util.IdentityHashMap;
import java.util.Map;

/** A row of numbers that never change, copied once to each device that asks for it. Threads may share it. */
final class DeviceConstant {
    private final float[] values;
    private final Map<Device, Tensor> copies = new IdentityHashMap<>();

    DeviceConstant(float... values) {
        this.values = values.clone();
    }

    synchronized Tensor on(Device device) {
        Tensor copy = copies.get(device);
        if (copy == null) {
            copies.keySet().removeIf(other -> !other.isOpen());
            copy = device.lasting("constant", Shape.of(values.length), ElementType.REAL).set(values);
            copies.put(device, copy);
        }
        return copy;
    }
}
