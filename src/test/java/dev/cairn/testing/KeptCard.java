package dev.cairn.testing;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.backend.DeviceException;

/**
 * A device on card 0 that stays open while others come and go: the driver makes the card's context for the first that is opened
 * and ends it with the last, which takes longer than most of what is done in between.
 */
public final class KeptCard implements AutoCloseable {
    private Device device = Device.require(Backend.CUDA);

    /** A fault makes the card unusable until nobody has it open. */
    public void openAnewIfLost() {
        try {
            device.ops().synchronize();
        } catch (DeviceException e) {
            device.close();
            device = Device.require(Backend.CUDA);
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
