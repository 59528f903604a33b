package dev.cairn.report;

/** Names as charts show them. It needs nothing that draws, so that a chart can be made where none can be drawn. */
final class Names {
    private static final int LONGEST = 40;

    private Names() {
    }

    /** A name of a length that fits a legend or the side of a chart. */
    static String shortened(String name) {
        return shortened(name, LONGEST);
    }

    /** A name of at most so many characters. */
    static String shortened(String name, int longest) {
        String visible = name.isBlank() ? "(no name)" : name.strip();
        return visible.codePointCount(0, visible.length()) <= longest
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
