package dev.cairn.data;

/** Polylines in a reusable buffer: a point either puts the pen down or ends a line from the point before it. */
final class Strokes {
    private static final int CAPACITY = 128;

    private final float[] x = new float[CAPACITY];
    private final float[] y = new float[CAPACITY];
    private final boolean[] begins = new boolean[CAPACITY];
    private int size;

    void clear() {
        size = 0;
    }

    void moveTo(float toX, float toY) {
        add(toX, toY, true);
    }

    void lineTo(float toX, float toY) {
        add(toX, toY, false);
    }

    void set(int i, float toX, float toY) {
        x[i] = toX;
        y[i] = toY;
    }

    int size() {
        return size;
    }

    float x(int i) {
        return x[i];
    }

    float y(int i) {
        return y[i];
    }

    /** Whether a line leads from point {@code i - 1} to point {@code i}. */
    boolean joins(int i) {
        return i > 0 && i < size && !begins[i];
    }

    private void add(float toX, float toY, boolean begin) {
        x[size] = toX;
        y[size] = toY;
        begins[size] = begin;
        size++;
    }
}
