package dev.cairn;

/** What was to be recorded does something that a replay cannot do again; the message says what, and what to do instead. */
public final class UnrecordableException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnrecordableException(String message) {
        super(message);
    }
}
