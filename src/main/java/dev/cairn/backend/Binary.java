package dev.cairn.backend;

/** Functions of two elements. */
public enum Binary {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE
}
