package dev.cairn.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A word and what stands in the brackets behind it: {@code word(argument, ..., key=argument)}, where arguments are of the
 * same form. Numbers are words too.
 */
final class LayerText {
    /** A text that does not say what it should; names the position, counted from 1. */
    static final class Misread extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Misread(int position, String message) {
            super("position " + (position + 1) + ": " + message);
        }
    }

    private static final int MAX_DEPTH = 64;

    private final String word;
    private final int position;
    private final List<LayerText> arguments = new ArrayList<>();
    private final Map<String, LayerText> keyed = new LinkedHashMap<>();

    private LayerText(String word, int position) {
        this.word = word;
        this.position = position;
    }

    // Reading -----------------------------------------------------------------------------------------------------

    static LayerText read(String text) {
        Reader reader = new Reader(text);
        LayerText read = reader.term(0);
        if (reader.peek() != Reader.END) {
            throw new Misread(reader.next, "expected the end, got '" + reader.peek() + "'");
        }
        return read;
    }

    private static final class Reader {
        static final char END = 0;

        private final String text;
        private int next;

        Reader(String text) {
            this.text = text;
        }

        /** The next character that is no space. */
        char peek() {
            while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
                next++;
            }
            return next < text.length() ? text.charAt(next) : END;
        }

        private boolean take(char expected) {
            boolean there = peek() == expected;
            if (there) {
                next++;
            }
            return there;
        }

        private String word() {
            peek();
            int start = next;
            while (next < text.length() && isPartOfWord(text.charAt(next))) {
                next++;
            }
            if (start == next) {
                throw new Misread(start, "expected a name or a number, got "
                        + (start == text.length() ? "the end" : "'" + text.charAt(start) + "'"));
            }
            return text.substring(start, next);
        }

        private static boolean isPartOfWord(char c) {
            return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '+' || c == '_' || c == '$';
        }

        LayerText term(int depth) {
            peek();
            return term(next, word(), depth);
        }

        private LayerText term(int position, String word, int depth) {
            LayerText term = new LayerText(word, position);
            if (depth > MAX_DEPTH) {
                throw term.error("more than " + MAX_DEPTH + " layers inside each other");
            }
            if (take('(') && !take(')')) {
                do {
                    argument(term, depth + 1);
                } while (take(','));
                if (!take(')')) {
                    throw new Misread(next, "expected ',' or ')' to go on with " + word);
                }
            }
            return term;
        }

        private void argument(LayerText term, int depth) {
            peek();
            int position = next;
            String word = word();
            if (!take('=')) {
                term.arguments.add(term(position, word, depth));
            } else if (term.keyed.put(word, term(depth)) != null) {
                throw new Misread(position, term.word + " is given " + word + " twice");
            }
        }
    }

    // What was read -----------------------------------------------------------------------------------------------

    String word() {
        return word;
    }

    /** The number of arguments without a key. */
    int count() {
        return arguments.size();
    }

    List<LayerText> arguments() {
        return arguments;
    }

    int integer(int index) {
        return arguments.get(index).toInteger();
    }

    int[] integers() {
        return arguments.stream().mapToInt(LayerText::toInteger).toArray();
    }

    private int toInteger() {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw error("expected a whole number, got " + word);
        }
    }

    double number(int index) {
        LayerText argument = arguments.get(index);
        try {
            return Double.parseDouble(argument.word);
        } catch (NumberFormatException e) {
            throw argument.error("expected a number, got " + argument.word);
        }
    }

    boolean flag(String key, boolean otherwise) {
        LayerText value = keyed.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw value.error("expected true or false for " + key + ", got " + value.word);
        };
    }

    void requireKeys(List<String> known) {
        keyed.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.error(word + " has no option " + key);
            }
        });
    }

    Misread error(String message) {
        return new Misread(position, message);
    }
}
