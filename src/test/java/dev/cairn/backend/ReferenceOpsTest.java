package dev.cairn.backend;

import dev.cairn.backend.reference.ReferenceOps;

/** The reference against itself: offsets, guards and operands that are their own destinations. */
class ReferenceOpsTest extends OpsContract {
    @Override
    Ops open() {
        return new ReferenceOps();
    }
}
