package dev.cairn;

class ReferenceRecordingTest extends RecordingContract {
    ReferenceRecordingTest() {
        super(Backend.REFERENCE);
    }
}
