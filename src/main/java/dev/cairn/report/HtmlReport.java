package dev.cairn.report;

import dev.cairn.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A page of figures, tables and charts in one file that needs no network: light or dark as the reader's system is, and
 * printable. It is built from top to bottom. Whatever is shown is shown as text, never taken for markup, and the page
 * forbids the browser to run or load anything.
 */
public final class HtmlReport {
    private static final String STYLE = "report.css";
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>%s</h1>
            <p class="lead">%s</p>
            %s</body>
            </html>
            """;

    private final String title;
    private final String lead;
    private final StringBuilder body = new StringBuilder();
    private int drawn;

    /**
     * @param title what the page is about
     * @param lead  the same in a sentence
     */
    public HtmlReport(String title, String lead) {
        this.title = title;
        this.lead = lead;
    }

    /** Begins a section. */
    public HtmlReport section(String heading) {
        body.append("<h2>").append(Html.escaped(heading)).append("</h2>\n");
        return this;
    }

    /** A paragraph. */
    public HtmlReport text(String paragraph) {
        body.append("<p>").append(Html.escaped(paragraph)).append("</p>\n");
        return this;
    }

    /** The few values that a reader looks for first, large, by what they are. */
    public HtmlReport figures(SequencedMap<String, String> values) {
        return list("figures", values);
    }

    /** Values by what they are, a line each. */
    public HtmlReport facts(SequencedMap<String, String> values) {
        return list("facts", values);
    }

    private HtmlReport list(String kind, SequencedMap<String, String> values) {
        body.append("<dl class=\"").append(kind).append("\">\n");
        for (Map.Entry<String, String> value : values.entrySet()) {
            String name = "<dt>" + Html.escaped(value.getKey()) + "</dt>";
            String content = "<dd>" + Html.escaped(value.getValue()) + "</dd>";
            body.append(kind.equals("figures") ? "<div>" + name + content + "</div>\n" : name + content + "\n");
        }
        body.append("</dl>\n");
        return this;
    }

    /** A table: names in the first column, numbers in all others. */
    public HtmlReport table(List<String> head, List<List<String>> rows) {
        body.append("<div class=\"scroll\"><table>\n<thead>");
        row("th", head);
        body.append("</thead>\n<tbody>\n");
        rows.forEach(row -> row("td", row));
        body.append("</tbody>\n</table></div>\n");
        return this;
    }

    private void row(String cell, List<String> values) {
        body.append("<tr>");
        values.forEach(value -> body.append('<').append(cell).append('>').append(Html.escaped(value)).append("</")
                .append(cell).append('>'));
        body.append("</tr>\n");
    }

    /** Text as a terminal shows it, every line as it is. */
    public HtmlReport listing(String text) {
        body.append("<pre>").append(Html.escaped(text)).append("</pre>\n");
        return this;
    }

    /** A command to copy, wrapped where it is long. */
    public HtmlReport command(String text) {
        body.append("<pre class=\"command\">").append(Html.escaped(text)).append("</pre>\n");
        return this;
    }

    /**
     * Charts side by side where the page is wide enough.
     *
     * @throws dev.cairn.CairnException if this Java cannot draw; {@link Charts#whyNot} tells beforehand
     */
    public HtmlReport charts(List<? extends Chart> charts) {
        Charts.require();
        body.append(charts.size() == 1 ? "<div class=\"charts single\">\n" : "<div class=\"charts\">\n");
        for (Chart chart : charts) {
            body.append("<figure>").append(Svg.inline(chart, "chart" + ++drawn)).append("</figure>\n");
        }
        body.append("</div>\n");
        return this;
    }

    /** The whole page. */
    public String toHtml() {
        return PAGE.formatted(Html.escaped(title), style(), Html.escaped(title), Html.escaped(lead), body);
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) {
        AtomicFile.write(file, toHtml());
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
