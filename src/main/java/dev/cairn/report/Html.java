package dev.cairn.report;

/** Text as HTML and XML show it, whatever it holds. */
final class Html {
    private Html() {
    }

    /** The text with everything that could be taken for markup, or that XML does not allow, made harmless. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        allowed(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** The text with what XML does not allow replaced; for writers that escape by themselves. */
    static String allowed(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> safe.appendCodePoint(isAllowed(c) ? c : 0xfffd));
        return safe.toString();
    }

    /** Whether XML allows the character: no control characters but white space, no half of a pair. */
    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c < 0xd800
                || c >= 0xe000 && c != 0xfffe && c != 0xffff;
    }
}
