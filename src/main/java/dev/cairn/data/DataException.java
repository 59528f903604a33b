package dev.cairn.data;

import dev.cairn.CairnException;
import java.nio.file.Path;

/** A data file or folder that cannot be used; the message says which, where in it, why, and what to do. */
public final class DataException extends CairnException {
    /** The offset where no place in the file is to blame. */
    public static final long NO_OFFSET = -1;

    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final long offset;
    private final String reason;
    private final String advice;

    /**
     * @param file the file or folder
     * @param offset the position of the fault in bytes from 0, or {@link #NO_OFFSET}
     * @param reason what is wrong, as it follows "the file"
     * @param advice what to do about it
     */
    public DataException(Path file, long offset, String reason, String advice) {
        super(file + (offset == NO_OFFSET ? "" : ", byte " + offset) + ": " + reason + "; " + advice);
        this.file = file;
        this.offset = offset;
        this.reason = reason;
        this.advice = advice;
    }

    /** The same, where the place does not matter. */
    public DataException(Path file, String reason, String advice) {
        this(file, NO_OFFSET, reason, advice);
    }

    /** The file or folder. */
    public Path file() {
        return file;
    }

    /** The position of the fault in bytes, or {@link #NO_OFFSET}. */
    public long offset() {
        return offset;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }

    /** What to do about it. */
    public String advice() {
        return advice;
    }
}
