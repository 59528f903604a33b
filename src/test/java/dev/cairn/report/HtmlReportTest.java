package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class HtmlReportTest {
    private static final double[] X = {1, 2, 3};

    private static HtmlReport page(String text) {
        SequencedMap<String, String> values = new LinkedHashMap<>(Map.of(text, text));
        LineChart chart = LineChart.of(text, Axis.of(text), Axis.of(text)).plus(text, X, X).plus("other", X, X);
        BarChart bars = BarChart.of(text, Axis.of(text), List.of(text)).plus(text, 1);
        return new HtmlReport(text, text).figures(values).section(text).text(text).facts(values)
                .table(List.of(text), List.of(List.of(text))).listing(text).command(text).charts(List.of(chart, bars));
    }

    /** The page read as XML, which its body is but for the tags that HTML leaves open. */
    private static Document parsed(String html) throws Exception {
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + 7);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</pre></body><script>",
        "a & b < c",
        "' onload='alert(1)", "%s %d %n", "${x} #{x}", "\u0000\u0008\uFFFF", "]]>"})
    void hostileTextIsShownAsText(String text) throws Exception {
        String html = page(text).toHtml();
        Document body = parsed(html);
        for (String tag : List.of("script", "img", "iframe", "object")) {
            assertThat(body.getElementsByTagName(tag).getLength()).as(tag).isZero();
        }
        String shown = text.replaceAll("[\u0000\u0008\uFFFF]", "\uFFFD");
        assertThat(body.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo(shown);
        assertThat(body.getElementsByTagName("pre").item(0).getTextContent()).isEqualTo(shown);
        assertThat(body.getElementsByTagName("td").item(0).getTextContent()).isEqualTo(shown);
        assertThat(html).contains("<title>" + Html.escaped(text) + "</title>");
    }

    @Test
    void thePageHasAllItNeedsInItselfAndForbidsTheRest() {
        String html = page("MNIST").toHtml();
        assertThat(html).contains("default-src 'none'").doesNotContain("<script", "<link", "@import")
                .doesNotContainPattern("url\\((?!#)");
        assertThat(Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)").matcher(html).find()).isFalse();
    }

    @Test
    void everyColourOfTheChartsIsDefinedForLightAndDarkPages() {
        String html = page("MNIST").toHtml();
        for (String variable : Style.VARIABLES.values()) {
            assertThat(Pattern.compile(variable + ": #").matcher(html).results()).as(variable).hasSize(2);
        }
        assertThat(html).contains("stroke=\"var(--blue)\"", "fill=\"var(--ink)\"");
        Pattern.compile("var\\((--[a-z]+)\\)").matcher(html).results()
                .forEach(use -> assertThat(html).contains(use.group(1) + ": #"));
    }
}
