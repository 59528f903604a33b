package dev.cairn.testing;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.backend.DeviceException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks for a card before a test opens it, and keeps a device open from the first test to the last: the driver makes the card's
 * context for the first that is opened and ends it with the last, which takes longer than most tests.
 */
public final class RealCard implements BeforeAllCallback, AfterEachCallback {
    private static final String REQUIRED = "cairn.requireCuda";

    @Override
    public void beforeAll(ExtensionContext context) {
        Backend.CUDA.whyNot().ifPresent(reason -> {
            if (Boolean.getBoolean(REQUIRED)) {
                Assertions.fail("needs a CUDA card, and -D" + REQUIRED + " asks for it: " + reason);
            }
            Assumptions.abort("needs a CUDA card: " + reason);
        });
        kept(context);
    }

    /** A fault makes the card unusable until nobody has it open. */
    @Override
    public void afterEach(ExtensionContext context) {
        kept(context).openAnewIfLost();
    }

    private static Kept kept(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(RealCard.class))
                .computeIfAbsent(Kept.class);
    }

    /** JUnit makes one, and closes it after all tests. */
    static final class Kept implements AutoCloseable {
        private Device device = Device.require(Backend.CUDA);

        private void openAnewIfLost() {
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
}
