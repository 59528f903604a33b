package dev.cairn.testing;

import dev.cairn.Backend;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for a card before a test opens it, and keeps it from the first test to the last; JUnit closes it then. */
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

    @Override
    public void afterEach(ExtensionContext context) {
        kept(context).openAnewIfLost();
    }

    private static KeptCard kept(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(RealCard.class))
                .computeIfAbsent(KeptCard.class);
    }
}
