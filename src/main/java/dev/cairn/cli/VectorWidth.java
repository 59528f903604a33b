package dev.cairn.cli;

import jdk.incubator.vector.VectorShape;

/** How many bits the processor computes with at once, which only the Vector API tells. */
final class VectorWidth {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorWidth() {
    }

    static String ofThisMachine() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                ? Enabled.bits() + " bits, Vector API enabled"
                : "Vector API not enabled: start Java with --add-modules " + MODULE;
    }

    /** Loaded only where the module is there. */
    private static final class Enabled {
        static int bits() {
            return VectorShape.preferredShape().vectorBitSize();
        }
    }
}
