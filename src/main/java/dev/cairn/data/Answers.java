package dev.cairn.data;

import dev.cairn.backend.HostRows;
import java.util.Arrays;
import java.util.List;

/** What is to be predicted for all samples: a label each with the names of the classes, or targets of one width. */
final class Answers {
    private static final int[] NO_LABELS = {};
    private static final float[] NO_TARGETS = {};

    private final List<String> classNames;
    private final int[] labels;
    private final float[] targets;
    private final int targetWidth;

    private Answers(List<String> classNames, int[] labels, float[] targets, int targetWidth) {
        this.classNames = classNames;
        this.labels = labels;
        this.targets = targets;
        this.targetWidth = targetWidth;
    }

    static Answers of(int[] labels, List<String> classNames) {
        return new Answers(List.copyOf(classNames), labels, NO_TARGETS, 0);
    }

    static Answers of(float[] targets, int targetWidth) {
        return new Answers(List.of(), NO_LABELS, targets, targetWidth);
    }

    boolean areLabels() {
        return targetWidth == 0;
    }

    List<String> classNames() {
        return classNames;
    }

    int[] labels() {
        return labels;
    }

    float[] targets() {
        return targets;
    }

    int targetWidth() {
        return targetWidth;
    }

    /** A row a sample. */
    HostRows rows() {
        return areLabels() ? HostRows.of(labels, 1) : HostRows.of(targets, targetWidth);
    }

    Answers select(int[] rows) {
        if (areLabels()) {
            int[] selected = new int[rows.length];
            Features.copyRows(labels, selected, rows, 1);
            return new Answers(classNames, selected, NO_TARGETS, 0);
        }
        float[] selected = new float[rows.length * targetWidth];
        Features.copyRows(targets, selected, rows, targetWidth);
        return of(selected, targetWidth);
    }

    /** These answers, then those of {@code other}, which are of the same kind. */
    Answers join(Answers other) {
        if (areLabels()) {
            int[] joined = Arrays.copyOf(labels, labels.length + other.labels.length);
            System.arraycopy(other.labels, 0, joined, labels.length, other.labels.length);
            return new Answers(classNames, joined, NO_TARGETS, 0);
        }
        float[] joined = Arrays.copyOf(targets, targets.length + other.targets.length);
        System.arraycopy(other.targets, 0, joined, targets.length, other.targets.length);
        return of(joined, targetWidth);
    }
}
