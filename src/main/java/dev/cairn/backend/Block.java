package dev.cairn.backend;

/** Memory that a backend allocated at once. Each backend has its own kind; only its {@link Ops} looks inside. */
public abstract class Block {
    private final ElementType type;
    private final int capacity;
    /** How many recorded programs work on it. */
    int holders;

    protected Block(ElementType type, int capacity) {
        this.type = type;
        this.capacity = capacity;
    }

    public final ElementType type() {
        return type;
    }

    /** The number of elements it holds. */
    public final int capacity() {
        return capacity;
    }
}
