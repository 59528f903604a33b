package dev.cairn.data;

import dev.cairn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What must hold before arrays become a data set, each with the sentence a user gets where it does not. */
final class DatasetChecks {
    private DatasetChecks() {
    }

    /** Values, sample shape and answers belong together, labels are within the classes, floats are finite. */
    static void fit(String name, Shape sampleShape, Features features, Answers answers) {
        int width = answers.areLabels() ? 1 : answers.targetWidth();
        if (width < 1) {
            throw new IllegalArgumentException("data set " + name + ": target width " + width + " must be at least 1");
        }
        int given = answers.areLabels() ? answers.labels().length : answers.targets().length;
        int samples = given / width;
        if (features.length() == 0 || given == 0) {
            throw new IllegalArgumentException("data set " + name + ": is empty");
        }
        if (given % width != 0 || (long) samples * sampleShape.elements() != features.length()) {
            throw new IllegalArgumentException("data set " + name + ": " + features.length()
                    + " values for samples of shape " + sampleShape + " do not fit " + given
                    + (answers.areLabels() ? " labels" : " targets, " + width + " a sample"));
        }
        if (answers.areLabels()) {
            labels(name, answers.labels(), answers.classNames().size());
        }
        finite(name, "value", features.floats(), sampleShape.elements());
        finite(name, "target", answers.targets(), width);
    }

    private static void labels(String name, int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("data set " + name + ": label " + labels[i] + " of sample " + i
                        + " is not within its " + classes + " classes, 0 to " + (classes - 1));
            }
        }
    }

    private static void finite(String name, String what, float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("data set " + name + ": " + what + " " + i % width + " of sample "
                        + i / width + " is " + values[i] + "; only finite numbers can be learned from");
            }
        }
    }

    static void sameCount(int rows, int others, String what) {
        if (rows != others || rows == 0) {
            throw new IllegalArgumentException(
                    "data set: " + rows + " samples and " + others + " " + what
                            + "; there must be as many, at least 1");
        }
    }

    /** The rows one after another; all must be of the first one's length. */
    static float[] flat(String what, float[][] rows) {
        int width = rows[0].length;
        if (width == 0) {
            throw new IllegalArgumentException("data set: sample 0 has no " + what);
        }
        float[] flat = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException("data set: sample " + i + " has " + rows[i].length + " " + what
                        + ", sample 0 has " + width);
            }
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /** The names 0, 1, ... up to the largest label. */
    static List<String> numberedClasses(int[] labels) {
        int classes = Math.max(0, Arrays.stream(labels).max().orElse(0)) + 1;
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    static void index(String operation, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    operation + " " + index + ": the data set has samples 0 to " + (size - 1));
        }
    }

    static void fraction(double fraction) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("split: fraction " + fraction + " must be between 0 and 1");
        }
    }

    static void joinable(ArrayDataset first, ArrayDataset second) {
        boolean fits = first.sampleShape().equals(second.sampleShape())
                && first.isBytes() == second.isBytes()
                && first.targetWidth() == second.targetWidth()
                && first.classNames().equals(second.classNames());
        if (!fits) {
            throw new IllegalArgumentException("concat: data sets of different kinds: " + first + " and " + second);
        }
    }

    static void has(boolean present, String name, String wanted, String instead) {
        if (!present) {
            throw new IllegalStateException("data set " + name + ": has no " + wanted + " but " + instead);
        }
    }
}
