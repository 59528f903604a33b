package dev.cairn.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.data.Normalisation;
import dev.cairn.files.Json;
import dev.cairn.loss.Losses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A {@link ModelCard} as the metadata of a safetensors file. Scale and shift of the normalisation are tensors beside the
 * weights where there is one for each feature.
 */
final class ModelCardText {
    static final String NETWORK = "cairn.network";
    static final String SCALE = "normalisation.scale";
    static final String SHIFT = "normalisation.shift";

    private static final String PREFIX = "cairn.";
    private static final String FORMAT = "cairn.format";
    private static final String VERSION = "1";
    private static final String DATASET = "cairn.dataset";
    private static final String DATA_SEED = "cairn.data_seed";
    private static final String SAMPLE_SHAPE = "cairn.sample_shape";
    private static final String GREY = "cairn.grey";
    private static final String PER_SAMPLE = "cairn.per_sample";
    private static final String LOSS = "cairn.loss";
    private static final String CLASSES = "cairn.classes";

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final Safetensors contents;

    private ModelCardText(Path file, Safetensors contents) {
        this.file = file;
        this.contents = contents;
    }

    // Writing -----------------------------------------------------------------------------------------------------

    private static Map<String, String> metadata(String network, ModelCard card) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, VERSION);
        metadata.put(NETWORK, network);
        metadata.put(DATASET, card.dataset());
        metadata.put(DATA_SEED, Long.toString(card.dataSeed()));
        metadata.put(SAMPLE_SHAPE, Arrays.stream(card.sampleShape().dimensions()).mapToObj(Integer::toString)
                .collect(Collectors.joining(",")));
        metadata.put(GREY, Boolean.toString(card.grey()));
        metadata.put(PER_SAMPLE, Boolean.toString(card.normalisation().perSample()));
        metadata.put(LOSS, card.loss());
        metadata.put(CLASSES, Json.text(json -> {
            json.writeStartArray();
            for (String name : card.classNames()) {
                json.writeString(name);
            }
            json.writeEndArray();
        }).strip());
        return metadata;
    }

    /** A file of these weights and this card. */
    static Safetensors write(String network, ModelCard card, SequencedMap<String, StoredTensor> weights) {
        Map<String, String> metadata = metadata(network, card);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(weights);
        put(SCALE, card.normalisation().scale(), metadata, tensors);
        put(SHIFT, card.normalisation().shift(), metadata, tensors);
        return new Safetensors(tensors, metadata);
    }

    private static void put(String name, float[] values, Map<String, String> metadata,
            Map<String, StoredTensor> tensors) {
        if (values.length == 1) {
            metadata.put(PREFIX + name, Float.toString(values[0]));
        } else {
            tensors.put(name, new StoredTensor(Shape.of(values.length), values));
        }
    }

    // Reading -----------------------------------------------------------------------------------------------------

    static ModelCard read(Path file, Safetensors contents) {
        return new ModelCardText(file, contents).card();
    }

    private ModelCard card() {
        String version = contents.metadata().get(FORMAT);
        if (version == null) {
            throw new CairnException(file + " holds tensors, but is not a model of Cairn: its metadata has no "
                    + FORMAT + "; use the model.safetensors that cairn train wrote");
        }
        if (!version.equals(VERSION)) {
            throw new CairnException(
                    file + " has format " + clean(version) + ", but this version of Cairn reads format "
                            + VERSION + " only; use a newer Cairn");
        }
        Shape sampleShape = value(SAMPLE_SHAPE, ModelCardText::shape);
        return new ModelCard(value(DATASET, text -> text), value(DATA_SEED, Long::valueOf), sampleShape,
                value(GREY, ModelCardText::flag), normalisation(sampleShape), value(LOSS, ModelCardText::loss),
                value(CLASSES, ModelCardText::names));
    }

    /** A value of the metadata, read by a function that throws IllegalArgumentException for what it cannot read. */
    private <T> T value(String key, Function<String, T> read) {
        String text = contents.metadata().get(key);
        if (text == null) {
            throw damaged("its metadata has no " + key);
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw damaged("its metadata has " + key + " = " + clean(text) + ", which cannot be read ("
                    + clean(String.valueOf(e.getMessage())) + ")");
        }
    }

    private Normalisation normalisation(Shape sampleShape) {
        try {
            Normalisation normalisation = new Normalisation(numbers(SCALE), numbers(SHIFT),
                    value(PER_SAMPLE, ModelCardText::flag));
            normalisation.requireFits(sampleShape.elements());
            return normalisation;
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private float[] numbers(String name) {
        StoredTensor tensor = contents.tensors().get(name);
        return tensor == null
                ? new float[] {value(PREFIX + name, Float::valueOf)}
                : tensor.values();
    }

    private CairnException damaged(String reason) {
        return new CairnException(file + " is not a complete model of Cairn: " + reason);
    }

    private static Shape shape(String text) {
        return Shape.of(Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray());
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static String loss(String text) {
        Losses.named(text);
        return text;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            boolean complete = json.nextToken() == JsonToken.START_ARRAY;
            while (complete && json.nextToken() == JsonToken.VALUE_STRING) {
                names.add(json.getText());
            }
            if (!complete || json.currentToken() != JsonToken.END_ARRAY) {
                throw new IllegalArgumentException("not a list of names");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a list of names", e);
        }
        return names;
    }

    /** Text from the file, short and without what would disturb a terminal. */
    static String clean(String text) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
