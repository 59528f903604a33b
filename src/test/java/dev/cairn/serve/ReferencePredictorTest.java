package dev.cairn.serve;

import dev.cairn.Backend;

class ReferencePredictorTest extends PredictorContract {
    ReferencePredictorTest() {
        super(Backend.REFERENCE, 100_000, 0, 100, 32, 10);
    }
}
