package dev.cairn.backend.cpu;

/** Whether the Vector API, an incubator module that Java leaves out unless told otherwise, can be used. */
final class VectorApi {

    private static final String MODULE = "jdk.incubator.vector";

    static final String ADVICE = MODULE + " is not enabled: start Java with --add-modules " + MODULE;

    private VectorApi() {
    }

    /** Must be asked before any class that uses the Vector API is touched. */
    static boolean isEnabled() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }
}
