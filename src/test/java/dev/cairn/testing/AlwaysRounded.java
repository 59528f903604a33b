package dev.cairn.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** While a class's tests run, CUDA devices in BF16 round the factors of every product themselves, however small it is. */
public final class AlwaysRounded implements BeforeAllCallback, AfterAllCallback {
    private static final String PROPERTY = "cairn.cuda.bf16";

    @Override
    public void beforeAll(ExtensionContext context) {
        System.setProperty(PROPERTY, "always");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.clearProperty(PROPERTY);
    }
}
