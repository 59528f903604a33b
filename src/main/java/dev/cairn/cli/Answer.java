package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.files.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model says about one sample. */
final class Answer {
    private final String input;
    private final float[] outputs;

    /**
     * @param input   where the sample comes from
     * @param outputs of the network: class probabilities where there are class names, else the predicted numbers
     */
    Answer(String input, float[] outputs) {
        this.input = input;
        this.outputs = outputs;
    }

    /** The classes in descending order of probability; of equal ones the first comes first. */
    private List<Integer> ranked(int top) {
        return IntStream.range(0, outputs.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -outputs[i]))
                .limit(top)
                .toList();
    }

    /** One line, as {@code three.png: 3 (98.31 %)}. */
    String line(List<String> classNames, int top) {
        String said = classNames.isEmpty()
                ? IntStream.range(0, outputs.length).mapToObj(i -> Float.toString(outputs[i]))
                        .collect(Collectors.joining(", "))
                : ranked(top).stream()
                        .map(i -> String.format(Locale.ROOT, "%s (%.2f %%)", classNames.get(i), 100 * outputs[i]))
                        .collect(Collectors.joining(", "));
        return input + ": " + said;
    }

    /** An object with the input and, best first, classes and probabilities, or the numbers. */
    void write(JsonGenerator json, List<String> classNames, int top) throws IOException {
        json.writeStartObject();
        json.writeStringField("input", input);
        if (classNames.isEmpty()) {
            json.writeArrayFieldStart("outputs");
            for (float output : outputs) {
                Json.number(json, output);
            }
            json.writeEndArray();
        } else {
            List<Integer> ranked = ranked(top);
            json.writeStringField("class", classNames.get(ranked.getFirst()));
            Json.number(json, "probability", outputs[ranked.getFirst()]);
            json.writeArrayFieldStart("top");
            for (int i : ranked) {
                json.writeStartObject();
                json.writeStringField("class", classNames.get(i));
                Json.number(json, "probability", outputs[i]);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
