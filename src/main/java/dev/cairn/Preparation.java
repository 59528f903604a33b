package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * What the host does before operations that it prepares, such as bringing to the device what they read: see
 * {@link Device#prepare}. It may be done again where the operations then were not, so it counts nothing;
 * {@link Device#onHost} is for that.
 */
@FunctionalInterface
public interface Preparation {
    /** Prepares the operations. */
    void run();

    /** Why the operations, as they were recorded, may not be done again; null if they may. Changes nothing. */
    default @Nullable String obstacle() {
        return null;
    }
}
