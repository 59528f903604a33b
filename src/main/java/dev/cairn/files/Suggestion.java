package dev.cairn.files;

import java.util.Comparator;
import java.util.List;

/** The known name that a mistyped one was most likely meant to be. */
public final class Suggestion {
    private Suggestion() {
    }

    /** As {@code "did you mean unit? "}, or empty where nothing is near. */
    public static String of(String typed, List<String> names) {
        return names.stream().min(Comparator.comparingInt(name -> distance(typed, name)))
                .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 2))
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
    }

    /** How many letters must be inserted, removed or replaced (Levenshtein, 1966). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
