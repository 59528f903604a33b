package dev.cairn.data;

import dev.cairn.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Gathers a user's {@link Dataset} into arrays. */
final class DatasetCopy {
    private DatasetCopy() {
    }

    static ArrayDataset of(Dataset source) {
        int size = source.size();
        if (size < 1) {
            throw new IllegalArgumentException("data set: size " + size + " must be at least 1");
        }
        Sample first = source.sample(0);
        Shape shape = source.sampleShape();
        float[] values = new float[Math.multiplyExact(size, shape.elements())];
        int[] labels = new int[first.isLabelled() ? size : 0];
        int width = first.targets().length;
        float[] targets = new float[Math.multiplyExact(size, width)];
        for (int i = 0; i < size; i++) {
            Sample sample = i == 0 ? first : source.sample(i);
            if (sample.values().length != shape.elements() || sample.targets().length != width) {
                throw new IllegalArgumentException(
                        "data set: sample " + i + " has " + sample.values().length + " values and "
                                + sample.targets().length + " targets; expected " + shape.elements() + " for shape "
                                + shape + " and "
                                + width);
            }
            System.arraycopy(sample.values(), 0, values, i * shape.elements(), shape.elements());
            System.arraycopy(sample.targets(), 0, targets, i * width, width);
            if (first.isLabelled()) {
                labels[i] = sample.label();
            }
        }
        return first.isLabelled()
                ? ArrayDataset.ofFloats("data", values, shape, labels, classNames(source, labels))
                : ArrayDataset.ofFloats("data", values, shape, targets, width);
    }

    private static List<String> classNames(Dataset source, int[] labels) {
        return source.classes() == 0
                ? DatasetChecks.numberedClasses(labels)
                : IntStream.range(0, source.classes()).mapToObj(Integer::toString).toList();
    }
}
