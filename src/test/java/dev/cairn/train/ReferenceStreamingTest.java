package dev.cairn.train;

import dev.cairn.Backend;

class ReferenceStreamingTest extends StreamingContract {
    ReferenceStreamingTest() {
        super(Backend.REFERENCE);
    }
}
