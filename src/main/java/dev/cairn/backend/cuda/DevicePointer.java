package dev.cairn.backend.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer whose address can be read, which JCuda's own hides. */
final class DevicePointer extends CUdeviceptr {
    /** A pointer that the driver has yet to set. */
    DevicePointer() {
    }

    private DevicePointer(DevicePointer base, long bytes) {
        super(base, bytes);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }

    DevicePointer plus(long bytes) {
        return new DevicePointer(this, bytes);
    }
}
