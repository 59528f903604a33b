package dev.cairn.train;

import dev.cairn.Backend;

class ReferenceReplayTest extends ReplayContract {
    ReferenceReplayTest() {
        super(Backend.REFERENCE);
    }
}
