package dev.cairn.report;

import java.awt.Color;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.StringWriter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.DefaultStyleHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.batik.svggen.SimpleImageHandler;
import org.apache.batik.svggen.StyleHandler;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Charts as SVG, by Apache Batik: letters become outlines and images PNGs inside. Nothing is taken from elsewhere, so a
 * picture looks the same wherever it is opened.
 */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    /** A hundredth of a point cannot be seen. */
    private static final int DIGITS = 2;

    private Svg() {
    }

    /** A chart as a file of its own, on white. */
    static String document(Chart chart) {
        SVGGraphics2D pen = pen("", new DefaultStyleHandler());
        pen.setColor(Style.PAPER);
        pen.fillRect(0, 0, chart.width(), chart.height());
        chart.paint(pen);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text(pen, chart);
    }

    /**
     * A chart as a part of an HTML page, which has defined the style's colours as variables.
     *
     * @param name what no other chart of the page is called
     */
    static String inline(Chart chart, String name) {
        SVGGraphics2D pen = pen(name, new Variables());
        chart.paint(pen);
        return text(pen, chart);
    }

    private static SVGGraphics2D pen(String name, StyleHandler styles) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
        context.setComment(null);
        context.setPrecision(DIGITS);
        context.setStyleHandler(styles);
        context.setGenericImageHandler(new SimpleImageHandler(new Pixels()));
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return super.generateID(name + prefix);
            }
        });
        return new SVGGraphics2D(context, true);
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK has a parser", e);
        }
    }

    private static String text(SVGGraphics2D pen, Chart chart) {
        Element root = pen.getRoot();
        ((Element) root.getElementsByTagNameNS(NAMESPACE, "defs").item(0)).removeAttribute("id"); // the same in every chart
        root.setAttribute("viewBox", "0 0 " + chart.width() + ' ' + chart.height());
        root.setAttribute("width", Integer.toString(chart.width()));
        root.setAttribute("height", Integer.toString(chart.height()));
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", Html.allowed(chart.title()));
        StringWriter text = new StringWriter();
        try {
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.transform(new DOMSource(root), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException("a stream in memory does not fail", e);
        }
        return text.append('\n').toString();
    }

    /** The style's colours by their variables. */
    private static final class Variables extends DefaultStyleHandler {
        private static final Map<String, String> BY_COLOUR = byColour();

        private static Map<String, String> byColour() {
            Map<String, String> variables = new HashMap<>();
            Style.VARIABLES.forEach((colour, variable) -> variables.put(rgb(colour), "var(" + variable + ")"));
            return variables;
        }

        /** As Batik writes it. */
        private static String rgb(Color colour) {
            return "rgb(" + colour.getRed() + ',' + colour.getGreen() + ',' + colour.getBlue() + ')';
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"}) // the library is older than generics
        public void setStyle(Element element, Map styles, SVGGeneratorContext context) {
            Map<String, String> named = new HashMap<>(styles);
            named.replaceAll((property, value) -> BY_COLOUR.getOrDefault(value, value));
            super.setStyle(element, named, context);
        }
    }

    /** Images as they are: their pixels stay squares however large they are drawn. */
    private static final class Pixels extends DefaultImageHandler {
        @Override
        protected void handleHREF(Image image, Element element, SVGGeneratorContext context) {
            element.setAttribute("style", "image-rendering:pixelated");
            element.setAttribute("preserveAspectRatio", "none");
            element.setAttributeNS(XLINK, "xlink:href", "data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(Png.bytes((BufferedImage) image)));
        }
    }
}
