package dev.cairn;

/**
 * Something outside the program's own code went wrong: a file, a device, numbers that diverged. The message is one
 * sentence for a person: what, where, and what to do. Wrong calls (a shape that does not fit, a rate out of range) are
 * {@link IllegalArgumentException}s instead.
 */
public class CairnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CairnException(String message) {
        super(message);
    }

    public CairnException(String message, Throwable cause) {
        super(message, cause);
    }
}
