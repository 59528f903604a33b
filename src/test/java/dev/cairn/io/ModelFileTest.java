package dev.cairn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Networks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    private static final String NETWORK = "Sequential(Flatten, Dense(6, 4, bias=false), BatchNorm(4), Relu, Dropout(0.5), Dense(4, 2))";

    @TempDir
    private Path folder;

    private static ModelCard card() {
        float[] shift = {1, 2, 3, 4, 5, 6};
        return new ModelCard("points", 3, Shape.of(1, 2, 3), true, new Normalisation(new float[] {0.5f}, shift, true),
                "softmax-cross-entropy:0.1", List.of("a \"quoted\" name", "ü"));
    }

    private Path written() {
        Path file = folder.resolve("model.safetensors");
        try (Device device = Device.require(Backend.REFERENCE)) {
            Layer model = Networks.parse(NETWORK);
            model.initialize(device, 42).get("2.running_mean").set(1, 2, 3, 4);
            ModelFile.of(model, card()).write(file);
        }
        return file;
    }

    private static float[] answers(Layer model) {
        Device device = model.parameters().device();
        try (Scope _ = device.noGrad()) {
            Tensor x = device.tensor(Shape.of(1, 1, 2, 3), 1, -2, 3, -4, 5, -6);
            return model.forward(x, Mode.EVAL).toArray();
        }
    }

    @Test
    void comesBackAsItWas() {
        ModelFile file = ModelFile.read(written());

        assertThat(file.card()).isEqualTo(card());
        assertThat(file.network()).isEqualTo(NETWORK);
        try (Device device = Device.require(Backend.REFERENCE)) {
            Layer model = Networks.parse(NETWORK);
            model.initialize(device, 42).get("2.running_mean").set(1, 2, 3, 4);
            float[] before = answers(model);
            assertThat(answers(file.open(device))).containsExactly(before);
        }
    }

    @Test
    void isNamedAndLaidOutAsPyTorchsStateDict() {
        Safetensors stored = Safetensors.read(written());
        assertThat(stored.tensors().keySet()).containsExactlyInAnyOrder("1.weight", "2.weight", "2.bias",
                "2.running_mean", "2.running_var", "5.weight", "5.bias", "normalisation.shift");
        StoredTensor weight = tensor(stored, "1.weight");
        assertThat(weight.shape()).isEqualTo(Shape.of(4, 6));
        try (Device device = Device.require(Backend.CPU)) {
            Layer model = Networks.parse(NETWORK);
            float[][] matrix = model.initialize(device, 42).get("1.weight").toMatrix();
            assertThat(weight.values()[1 * 6 + 3]).isEqualTo(matrix[3][1]);
        }
        assertThat(stored.metadata()).containsEntry("cairn.network", NETWORK)
                .containsEntry("cairn.normalisation.scale", "0.5").containsEntry("cairn.sample_shape", "1,2,3");
    }

    private static StoredTensor tensor(Safetensors stored, String name) {
        return Objects.requireNonNull(stored.tensors().get(name), name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "cairn.format        | -             | holds tensors, but is not a model of Cairn",
        "cairn.format        | 2             | this version of Cairn reads format 1 only; use a newer Cairn",
        "cairn.network       | -             | its metadata has no cairn.network",
        "cairn.network       | Sequential(   | its network cannot be built: position ",
        "cairn.network       | Sequential(Flatten, Quantum(6, 2)) | layer Quantum is not built in",
        "cairn.network       | Dense(40000, 50000) | tensor weight is missing; the network Dense(40000, 50000) needs it",
        "cairn.sample_shape  | -             | its metadata has no cairn.sample_shape",
        "cairn.sample_shape  | 1,x           | cairn.sample_shape = 1,x, which cannot be read",
        "cairn.sample_shape  | 1,2,4         | normalisation of 6 features does not fit samples of 8 values",
        "cairn.grey          | maybe         | neither true nor false",
        "cairn.data_seed     | one           | cairn.data_seed = one, which cannot be read",
        "cairn.loss          | mze           | did you mean mse?",
        "cairn.classes       | [\"a\"]       | the network has 2 outputs, but there are 1 names of classes",
        "cairn.classes       | [\"a\", 1]    | not a list of names",
        "cairn.normalisation.scale | -       | its metadata has no cairn.normalisation.scale",
        "cairn.normalisation.scale | NaN     | scale NaN must be finite"})
    void refusesMetadataThatCannotBe(String key, String value, String message) {
        assertRefused((metadata, tensors) -> {
            if (value == null) {
                metadata.remove(key);
            } else {
                metadata.put(key, value);
            }
        }, message);
    }

    @Test
    void refusesTensorsThatDoNotFit() {
        assertRefused((metadata, tensors) -> tensors.remove("5.bias"),
                "tensor 5.bias is missing; the network " + NETWORK + " needs it with shape [2]");
        assertRefused((metadata, tensors) -> tensors.put("5.weight", zeros(4, 2)),
                "tensor 5.weight has shape [4, 2], but the network needs [2, 4]");
        assertRefused((metadata, tensors) -> tensors.put("6.weight", zeros(4, 2)),
                "tensor 6.weight belongs to no layer of the network " + NETWORK);
        assertRefused((metadata, tensors) -> tensors.put("normalisation.shift", zeros(5)),
                "normalisation of 5 features does not fit samples of 6 values");
    }

    private static StoredTensor zeros(int... dimensions) {
        Shape shape = Shape.of(dimensions);
        return new StoredTensor(shape, new float[shape.elements()]);
    }

    private void assertRefused(BiConsumer<Map<String, String>, Map<String, StoredTensor>> damage, String message) {
        Safetensors whole = Safetensors.read(written());
        Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(whole.tensors());
        damage.accept(metadata, tensors);
        Path file = folder.resolve("damaged.safetensors");
        new Safetensors(tensors, metadata).write(file);
        assertThatExceptionOfType(CairnException.class).isThrownBy(() -> ModelFile.read(file))
                .withMessageStartingWith(file.toString()).withMessageContaining(message);
    }

    @Test
    void refusesToDescribeLayersOfTheUsersOwn() {
        try (Device device = Device.require(Backend.REFERENCE)) {
            Layer own = new Layer() {
                @Override
                public Tensor forward(Tensor x, Mode mode) {
                    return x;
                }

                @Override
                public String toString() {
                    return "Own";
                }
            };
            own.initialize(device, 1);
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ModelFile.of(own, card()))
                    .withMessageContaining("layer Own is not built in");
        }
    }

    @Test
    void readsAFileOfPlainTensorsAsWhatItIs() {
        Path file = folder.resolve("plain.safetensors");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("x", new StoredTensor(Shape.of(2), new float[2]));
        new Safetensors(tensors, Map.of()).write(file);
        assertThatExceptionOfType(CairnException.class).isThrownBy(() -> ModelFile.read(file))
                .withMessageContaining("use the model.safetensors that cairn train wrote");
        assertThat(Arrays.asList(folder.toFile().list())).containsExactly("plain.safetensors");
    }
}
