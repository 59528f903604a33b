package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.HostRows;

/** A whole data set in the device's memory. */
final class ResidentSamples implements Samples {
    private final Device device;
    private final BatchOrder order;
    private final Buffer features;
    private final Buffer answers;

    ResidentSamples(ArrayDataset data, BatchOrder order, LoaderMemory memory) {
        this.order = order;
        device = memory.device();
        features = upload("features", data.featureRows(), data.size(), memory);
        answers = upload("answers", data.answerRows(), data.size(), memory);
    }

    private static Buffer upload(String name, HostRows rows, int count, LoaderMemory memory) {
        Buffer target = memory.room(name, rows, count);
        rows.upload(0, memory.device().ops(), target);
        return target;
    }

    @Override
    public void next(Buffer position, Buffer chosen, Batch batch) {
        device.ops().nextBatchWithAnswers(order, position, answers, chosen, batch.y().buffer());
    }

    @Override
    public Buffer features() {
        return features;
    }

    @Override
    public Buffer places(Buffer chosen) {
        return chosen;
    }

    @Override
    public void close() {
        // All of it is memory of the device.
    }
}
