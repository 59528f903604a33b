package dev.cairn;

class CpuRecordingTest extends RecordingContract {
    CpuRecordingTest() {
        super(Backend.CPU);
    }
}
