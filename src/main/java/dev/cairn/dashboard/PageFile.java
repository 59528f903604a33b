package dev.cairn.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file of the page, from the library's own jar.
 *
 * @param type the MIME type
 */
record PageFile(String type, byte[] bytes) {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** All there are, by path. */
    static Map<String, PageFile> all() {
        Map<String, PageFile> files = new HashMap<>();
        files.put("/", read("text/html; charset=utf-8", "dashboard.html"));
        files.put("/dashboard.css", read(STYLE, "dashboard.css"));
        for (String script : List.of("charts.js", "dashboard.js", "list.js", "pictures.js", "stream.js", "words.js")) {
            files.put("/" + script, read(SCRIPT, script));
        }
        files.put("/icon.svg", read("image/svg+xml", "icon.svg"));
        files.put("/uplot.js", read(SCRIPT, "uplot/uPlot.iife.min.js"));
        files.put("/uplot.css", read(STYLE, "uplot/uPlot.min.css"));
        return Map.copyOf(files);
    }

    private static PageFile read(String type, String name) {
        try (InputStream in = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
            return new PageFile(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
