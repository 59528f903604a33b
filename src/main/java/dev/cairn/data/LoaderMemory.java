package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.HostRows;
import java.util.ArrayList;
import java.util.List;

/** The tensors of one loader, which live until it is closed. */
final class LoaderMemory implements AutoCloseable {
    private final Device device;
    private final List<Tensor> tensors = new ArrayList<>();

    LoaderMemory(Device device) {
        this.device = device;
    }

    Device device() {
        return device;
    }

    /** A tensor with undefined contents. */
    Tensor take(String name, Shape shape, ElementType type) {
        Tensor tensor = device.lasting(name, shape, type);
        tensors.add(tensor);
        return tensor;
    }

    /** Memory for so many of these rows, with undefined contents. */
    Buffer room(String name, HostRows rows, int count) {
        return take(name, Shape.of(count, rows.width()), rows.type()).buffer();
    }

    Tensor upload(String name, float[] values) {
        return take(name, Shape.of(values.length), ElementType.REAL).set(values);
    }

    Tensor upload(String name, int[] values) {
        Tensor tensor = take(name, Shape.of(values.length), ElementType.INT32);
        device.ops().upload(values, 0, tensor.buffer());
        return tensor;
    }

    @Override
    public void close() {
        if (device.isOpen()) {
            tensors.forEach(device::release);
        }
        tensors.clear();
    }
}
