package dev.cairn.io;

import dev.cairn.CairnException;
import java.nio.file.Path;

/** Says what is wrong with a safetensors file, and where. */
record SafetensorsFault(Path file) {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_REASON = 300;

    /** The reason, short and without anything from the file that would disturb a terminal. */
    CairnException at(long position, String reason) {
        String clean = cut(reason, LONGEST_REASON).replaceAll("\\p{Cntrl}", "?");
        return new CairnException(file + ", byte " + position + ": " + clean);
    }

    /** A name from the file, in quotes. */
    static String quoted(String name) {
        return "'" + cut(name, LONGEST_NAME) + "'";
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
