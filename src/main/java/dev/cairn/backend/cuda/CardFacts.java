package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * What the driver says about a card.
 *
 * @param name as NVIDIA sells it
 * @param computeMajor and computeMinor, its compute capability
 * @param memoryBytes all of its memory
 * @param multiprocessors how many blocks can run side by side, at least
 */
record CardFacts(String name, int computeMajor, int computeMinor, long memoryBytes, int multiprocessors) {
    private static final int LONGEST_NAME = 256;

    static CardFacts of(CUdevice device) {
        byte[] name = new byte[LONGEST_NAME];
        require(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        long[] bytes = new long[1];
        require(JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
        return new CardFacts(new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR), bytes[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT));
    }

    /** Whether Cairn's kernels run on it. */
    boolean isNewEnough() {
        return computeMajor > 7 || computeMajor == 7 && computeMinor >= 5;
    }

    /** Whether its tensor cores multiply TF32 and BF16; cuBLAS would compute otherwise in silence. */
    boolean hasShortFactors() {
        return computeMajor >= 8;
    }

    @Override
    public String toString() {
        return name + ", compute capability " + computeMajor + "." + computeMinor + ", " + (memoryBytes >> 20) + " MiB";
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        require(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
        return value[0];
    }

    private static void require(int result, String call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(call + " returned " + CUresult.stringFor(result));
        }
    }
}
