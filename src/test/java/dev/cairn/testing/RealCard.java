package dev.cairn.testing;

import dev.cairn.Backend;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for a card before a test opens it. */
public final class RealCard implements BeforeAllCallback {
    private static final String REQUIRED = "cairn.requireCuda";

    @Override
    public void beforeAll(ExtensionContext context) {
        Backend.CUDA.whyNot().ifPresent(reason -> {
            if (Boolean.getBoolean(REQUIRED)) {
                Assertions.fail("needs a CUDA card, and -D" + REQUIRED + " asks for it: " + reason);
            }
            Assumptions.abort("needs a CUDA card: " + reason);
        });
    }
}
