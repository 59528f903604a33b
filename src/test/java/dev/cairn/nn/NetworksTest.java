package dev.cairn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @Test
    void textReadsAsTheConstructors() {
        Layer model = new Sequential(new InputMean(3, 32, 32), new Flatten(),
                new Dense(3072, 512, Initializers.heNormal(), false), new BatchNorm(512), new Relu(),
                new Dropout(0.3f), new Sequential(new Dense(512, 64), new LeakyRelu()), new Dense(64, 10));
        assertThat(model).hasToString("Sequential(InputMean(3, 32, 32), Flatten, Dense(3072, 512, bias=false), "
                + "BatchNorm(512), Relu, Dropout(0.3), Sequential(Dense(512, 64), LeakyRelu(0.01)), Dense(64, 10))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dense(784, 10)", "Dense(784, 10, bias=false)", "Relu", "LeakyRelu(0.2)",
        "BatchNorm(8, 0.001, 0.2)", "InputMean(3, 8, 8)",
        "Sequential(Dense(2, 3), Identity, Sigmoid, Tanh, ScaledTanh, Relu, Gelu, Softmax, Flatten, Dropout(0.1))",
        "Sequential(Sequential(Sequential(Dense(1, 2))))"})
    void whatToStringSaysParseReads(String text) {
        assertThat(Networks.parse(text)).hasToString(text);
    }

    @Test
    void spacesAndDefaultsAreFree() {
        assertThat(Networks.parse(" Sequential( Dense(2,3,bias=true),LeakyRelu , Relu() )\n"))
                .hasToString("Sequential(Dense(2, 3), LeakyRelu(0.01), Relu)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Sequential(Dense(2, 3), Rleu)|position 25: layer Rleu is not built in; did you mean Relu? there are BatchNorm, Dense,",
        "Dense(2)|position 1: expected Dense(in, out[, bias=false]), got 1 arguments",
        "Dense(2, 3, 4)|position 1: expected Dense(in, out[, bias=false]), got 3 arguments",
        "Dense(2, x)|position 10: expected a whole number, got x",
        "Dense(2, 3, bias=no)|position 18: expected true or false for bias, got no",
        "Dense(2, 3, bais=false)|position 18: Dense has no option bais",
        "Dense(2, 3, bias=false, bias=false)|position 25: Dense is given bias twice",
        "Sequential(Relu, Dropout(1.5))|position 18: Dropout: rate 1.5 must be at least 0 and below 1",
        "Sequential(Relu|position 16: expected ',' or ')' to go on with Sequential",
        "Sequential(Relu, )|position 18: expected a name or a number, got ')'",
        "Relu Relu|position 6: expected the end, got 'R'",
        "BatchNorm(3, 0.1)|position 1: BatchNorm takes epsilon and momentum together",
        "''|position 1: expected a name or a number, got the end"})
    void errorsNameThePosition(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Networks.parse(text)).withMessageStartingWith(message);
    }

    @Test
    void nestingHasABound() {
        assertThatIllegalArgumentException().isThrownBy(() -> Networks.parse("Sequential(".repeat(10_000)))
                .withMessageContaining("more than 64 layers inside each other");
    }

    @Test
    void aCustomLayerSaysItsNameAndIsNotBuiltIn() {
        class Gain extends Layer {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return x;
            }
        }
        Layer model = new Sequential(new Dense(2, 2), new Gain());
        assertThat(model).hasToString("Sequential(Dense(2, 2), Gain)");
        assertThatIllegalArgumentException().isThrownBy(() -> Networks.parse(model.toString()))
                .withMessageStartingWith("position 25: layer Gain is not built in");
    }

    @Test
    void shapesThatDoNotFitAreNamedWithTheLayer() {
        Layer model = Networks.parse("Sequential(Flatten, Sequential(Dense(6, 4), Relu, Dense(5, 2)))");
        assertThatIllegalArgumentException().isThrownBy(() -> model.outputShape(Shape.of(2, 3)))
                .withMessage("layer 1: layer 2: Dense(5, 2) takes 5 features, got samples of shape [4]");
        try (Device device = Device.open(Backend.REFERENCE)) {
            model.initialize(device, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.forward(device.zeros(Shape.of(8, 2, 3)), Mode.EVAL))
                    .withMessageStartingWith("layer 1: layer 2: dense: [8, 4] x [5, 2]");
        }
    }

    @Test
    void summaryListsShapesAndCounts() {
        Layer model = Networks.parse("Sequential(Flatten, Sequential(Dense(1024, 16), BatchNorm(16)), Dense(16, 10))");
        assertThat(model.summary(Shape.of(1, 32, 32))).isEqualTo("""
                Layer                 Output shape  Parameters
                0  Flatten            [1024]                 0
                1.0  Dense(1024, 16)  [16]              16,400
                1.1  BatchNorm(16)    [16]                  32
                2  Dense(16, 10)      [10]                 170
                Total parameters: 16,602
                """);
        model.children().getLast().freeze();
        assertThat(model.summary(Shape.of(1024))).endsWith("Total parameters: 16,602, of which frozen: 170\n");
    }
}
