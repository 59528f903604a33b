package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;

/** A whole data set in the device's memory. */
final class ResidentSamples implements Samples {
    private final Device device;
    private final BatchOrder order;
    private final Buffer features;
    private final Buffer answers;

    ResidentSamples(ArrayDataset data, BatchOrder order, LoaderMemory memory) {
        this.order = order;
        device = memory.device();
        features = features(data, memory).buffer();
        answers = answers(data, memory).buffer();
    }

    private static Tensor features(ArrayDataset data, LoaderMemory memory) {
        Tensor features = memory.take("features", Shape.of(data.size(), data.sampleShape().elements()),
                data.isBytes() ? ElementType.UINT8 : ElementType.REAL);
        Ops ops = memory.device().ops();
        if (data.isBytes()) {
            ops.upload(data.bytes(), 0, features.buffer());
        } else {
            ops.upload(data.floats(), 0, features.buffer());
        }
        return features;
    }

    private static Tensor answers(ArrayDataset data, LoaderMemory memory) {
        if (data.targetWidth() == 0) {
            return memory.upload("answers", data.labels());
        }
        Tensor answers = memory.take("answers", Shape.of(data.size(), data.targetWidth()), ElementType.REAL);
        memory.device().ops().upload(data.targets(), 0, answers.buffer());
        return answers;
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
