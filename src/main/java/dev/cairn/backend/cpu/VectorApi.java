package dev.cairn.backend.cpu;

import org.jspecify.annotations.Nullable;

/** Whether the Vector API, an incubator module that Java leaves out unless told otherwise, can be used. */
final class VectorApi {

    private static final String MODULE = "jdk.incubator.vector";

    private VectorApi() {
    }

    /**
     * Why it cannot be used, with advice, or null. Must be asked before any class that uses the Vector API is touched.
     */
    static @Nullable String obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return MODULE + " is not enabled: start Java with --add-modules " + MODULE;
        }
        return MultiplyAdd.FUSED ? null : "this processor has no fused multiply-add, without which it is slow";
    }
}
