package dev.cairn.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
        return Map.of(
                "/", read("text/html; charset=utf-8", "dashboard.html"),
                "/dashboard.css", read(STYLE, "dashboard.css"),
                "/dashboard.js", read(SCRIPT, "dashboard.js"),
                "/charts.js", read(SCRIPT, "charts.js"),
                "/pictures.js", read(SCRIPT, "pictures.js"),
                "/icon.svg", read("image/svg+xml", "icon.svg"),
                "/uplot.js", read(SCRIPT, "uplot/uPlot.iife.min.js"),
                "/uplot.css", read(STYLE, "uplot/uPlot.min.css"));
    }

    private static PageFile read(String type, String name) {
        try (InputStream in = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
            return new PageFile(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
