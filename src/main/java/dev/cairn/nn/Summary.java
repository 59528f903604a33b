package dev.cairn.nn;

import dev.cairn.Parameter;
import dev.cairn.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The table that {@link Layer#summary} prints: a line for each layer, those inside a {@link Sequential} one by one. */
final class Summary {
    private record Line(String layer, String shape, String parameters) {
    }

    private final List<Line> lines = new ArrayList<>();

    private Summary() {
    }

    static String of(Layer model, Shape input) {
        Summary summary = new Summary();
        summary.lines.add(new Line("Layer", "Output shape", "Parameters"));
        summary.add("", model, input);
        List<Parameter> all = model.everyParameter().stream().distinct().filter(Parameter::learns).toList();
        long total = count(all);
        long frozen = count(all.stream().filter(Parameter::isFrozen).toList());
        return summary.table() + "Total parameters: " + number(total)
                + (frozen == 0 ? "" : ", of which frozen: " + number(frozen)) + "\n";
    }

    private void add(String place, Layer layer, Shape input) {
        if (layer instanceof Sequential sequential) {
            Shape shape = input;
            List<Layer> children = sequential.children();
            for (int i = 0; i < children.size(); i++) {
                add(place.isEmpty() ? Integer.toString(i) : place + "." + i, children.get(i), shape);
                shape = sequential.outputShape(i, shape);
            }
        } else {
            List<Parameter> learning = layer.everyParameter().stream().filter(Parameter::learns).toList();
            lines.add(new Line((place + "  " + layer).strip(), layer.outputShape(input).toString(),
                    number(count(learning))));
        }
    }

    private static long count(Collection<Parameter> parameters) {
        return parameters.stream().mapToLong(p -> p.shape().elements()).sum();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private String table() {
        int first = lines.stream().mapToInt(line -> line.layer.length()).max().orElse(0);
        int second = lines.stream().mapToInt(line -> line.shape.length()).max().orElse(0);
        int third = lines.stream().mapToInt(line -> line.parameters.length()).max().orElse(0);
        String format = "%-" + first + "s  %-" + second + "s  %" + third + "s\n";
        StringBuilder table = new StringBuilder();
        for (Line line : lines) {
            table.append(String.format(Locale.ROOT, format, line.layer, line.shape, line.parameters));
        }
        return table.toString();
    }
}
