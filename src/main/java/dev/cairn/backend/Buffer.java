package dev.cairn.backend;

/** A run of elements inside a block: the operand of every operation. Several buffers may share one block. */
public record Buffer(Block block, int offset, int length) {
    public ElementType type() {
        return block.type();
    }

    /** Part of this buffer, sharing its block. */
    public Buffer slice(int from, int elements) {
        return new Buffer(block, offset + from, elements);
    }

    /** Its length in brackets, and its type if that is not {@link ElementType#REAL}: for messages. */
    @Override
    public String toString() {
        return "[" + length + "]" + (type() == ElementType.REAL ? "" : " of " + type());
    }
}
