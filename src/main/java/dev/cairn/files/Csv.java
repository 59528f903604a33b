package dev.cairn.files;

import dev.cairn.CairnException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Comma-separated values as RFC 4180 has them: fields with a comma, a quote or a line break are quoted, and a quote in them
 * is doubled. Written lines end in CR LF; lines that end in LF alone and empty lines are read as well.
 */
public final class Csv {
    private final String source;
    private final String text;
    private int position;
    private int line = 1;

    private Csv(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /** The fields of one record and the line of the file it starts on, from 1. */
    public record Line(int number, List<String> fields) {
        public Line {
            fields = List.copyOf(fields);
        }
    }

    /** One record with its line end. */
    public static String line(List<String> fields) {
        return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    /**
     * All records of a text.
     *
     * @param source the file's name, for error messages
     * @throws CairnException naming file and line if a quote is missing or misplaced
     */
    public static List<Line> parse(String source, String text) {
        return new Csv(source, text).lines();
    }

    private static String field(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        while (position < text.length()) {
            int start = line;
            List<String> fields = fields();
            boolean empty = fields.size() == 1 && fields.getFirst().isEmpty();
            if (!empty) {
                lines.add(new Line(start, fields));
            }
        }
        return lines;
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(at('"') ? quotedField() : plainField());
        } while (skip(','));
        skip('\r');
        if (skip('\n')) {
            line++;
        } else if (position < text.length()) {
            throw refuse("expected a comma or the end of the line after a field");
        }
        return fields;
    }

    private String plainField() {
        int start = position;
        while (position < text.length() && !at(',') && !at('\n') && !at('\r')) {
            if (at('"')) {
                throw refuse("a quote within a field that does not start with one");
            }
            position++;
        }
        return text.substring(start, position);
    }

    private String quotedField() {
        int opened = line;
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"' && !skip('"')) {
                return value.toString();
            }
            if (c == '\n') {
                line++;
            }
            value.append(c);
        }
        line = opened;
        throw refuse("a quoted field is never closed");
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    private boolean skip(char c) {
        if (at(c)) {
            position++;
            return true;
        }
        return false;
    }

    private CairnException refuse(String reason) {
        return new CairnException(source + ", line " + line + ": " + reason);
    }
}
