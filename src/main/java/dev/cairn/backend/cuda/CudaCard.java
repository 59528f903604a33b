package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * The primary context of one card, shared by all devices opened on it. A fault in a kernel makes it unusable for every one of
 * them, until all are closed.
 */
final class CudaCard {
    private static final Map<Integer, CudaCard> IN_USE = new ConcurrentHashMap<>();

    private final int index;
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private int users;
    private volatile @Nullable String fault;

    private CudaCard(int index) {
        this.index = index;
        require(JCudaDriver.cuDeviceGet(device, index), "cuDeviceGet");
        require(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    }

    /** The card for one more device, which gives it back with {@link #release}. */
    static CudaCard retain(int index) {
        synchronized (IN_USE) {
            CudaCard card = IN_USE.get(index);
            if (card == null) {
                card = new CudaCard(index);
                IN_USE.put(index, card);
            }
            card.requireHealthy();
            card.users++;
            return card;
        }
    }

    void release() {
        synchronized (IN_USE) {
            users--;
            if (users == 0) {
                IN_USE.remove(index);
                if (isLost()) {
                    // cuBLAS may hold the context as well, and a fault goes only with it.
                    JCudaDriver.cuDevicePrimaryCtxReset(device);
                }
                JCudaDriver.cuDevicePrimaryCtxRelease(device);
            }
        }
    }

    CUdevice device() {
        return device;
    }

    CUcontext context() {
        return context;
    }

    /** From now on every use of the card is refused with this reason. */
    void lose(String reason) {
        fault = reason;
    }

    boolean isLost() {
        return fault != null;
    }

    void requireHealthy() {
        String reason = fault;
        if (reason != null) {
            throw new DeviceException("CUDA card " + index + " is lost: " + reason
                    + "; close every device that is open on it, then open a new one");
        }
    }

    private void require(int result, String call) {
        if (result != 0) {
            throw new DeviceException("CUDA card " + index + " cannot be opened: " + call + " returned "
                    + CUresult.stringFor(result));
        }
    }
}
