package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;

/** Which outputs of a classifier are largest. Larger elements rank first, equal ones by column, NaN last. */
final class Ranking {
    private Ranking() {
    }

    static void argmax(Buffer x, Buffer y) {
        int columns = x.length() / y.length();
        for (int i = 0; i < y.length(); i++) {
            HeapBlock.ints(y)[y.offset() + i] = argmax(x, i, columns);
        }
    }

    private static int argmax(Buffer x, int row, int columns) {
        float[] values = HeapBlock.floats(x);
        int from = x.offset() + row * columns;
        int best = 0;
        for (int j = 1; j < columns; j++) {
            float value = values[from + j];
            float largest = values[from + best];
            if (value > largest || Float.isNaN(largest) && !Float.isNaN(value)) {
                best = j;
            }
        }
        return best;
    }

    static void countHits(int k, Buffer outputs, Buffer labels, Buffer hits) {
        int classes = outputs.length() / labels.length();
        int count = 0;
        for (int i = 0; i < labels.length(); i++) {
            int label = HeapBlock.ints(labels)[labels.offset() + i];
            count += rank(outputs, i, classes, label) < k ? 1 : 0;
        }
        HeapBlock.floats(hits)[hits.offset()] += count;
    }

    /** How many columns of the row rank before this one. */
    private static int rank(Buffer x, int row, int columns, int column) {
        float[] values = HeapBlock.floats(x);
        int from = x.offset() + row * columns;
        float own = values[from + column];
        int rank = 0;
        for (int j = 0; j < columns; j++) {
            float other = values[from + j];
            boolean equal = other == own || Float.isNaN(other) && Float.isNaN(own);
            boolean before = other > own || Float.isNaN(own) && !Float.isNaN(other) || equal && j < column;
            rank += before ? 1 : 0;
        }
        return rank;
    }

    static void countConfusion(Buffer outputs, Buffer labels, Buffer counts) {
        int classes = outputs.length() / labels.length();
        for (int i = 0; i < labels.length(); i++) {
            int label = HeapBlock.ints(labels)[labels.offset() + i];
            HeapBlock.ints(counts)[counts.offset() + label * classes + argmax(outputs, i, classes)]++;
        }
    }

    static void oneHot(Buffer labels, Buffer y) {
        int classes = y.length() / labels.length();
        float[] target = HeapBlock.floats(y);
        for (int i = 0; i < labels.length(); i++) {
            int from = y.offset() + i * classes;
            int label = HeapBlock.ints(labels)[labels.offset() + i];
            for (int c = 0; c < classes; c++) {
                target[from + c] = c == label ? 1 : 0;
            }
        }
    }
}
