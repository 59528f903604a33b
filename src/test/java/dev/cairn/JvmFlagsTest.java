package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Main;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Normalisation;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.serve.Predictor;
import dev.cairn.testing.ForkedJvm;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both JVM flags are optional: training and serving work without either, only slower. */
@Timeout(120)
class JvmFlagsTest {
    private static final String DENY = "--illegal-native-access=deny";
    private static final String VECTOR = "--add-modules=jdk.incubator.vector";

    @ParameterizedTest
    @CsvSource({DENY + ", plain Java", DENY + " " + VECTOR + ", Vector API", "'', oneDNN",
        "--enable-native-access=ALL-UNNAMED, oneDNN"})
    void aModelLearnsAndAnswers(String flags, String implementation) throws Exception {
        List<String> all = flags.isEmpty() ? List.of() : List.of(flags.split(" "));
        List<String> lines = ForkedJvm.run(Program.class, all);
        if (!implementation.equals("oneDNN") || oneDnnIsHere()) {
            assertThat(lines).anyMatch(line -> line.endsWith("matrix products by " + implementation));
        }
        String[] losses = lines.getLast().split(" ");
        double first = Double.parseDouble(losses[0]);
        double last = Double.parseDouble(losses[1]);
        assertThat(first).as(String.join("\n", lines)).isBetween(1.0, 3.0);
        assertThat(last).isLessThan(0.7 * first);
    }

    @Test
    void devicesTellsWhatWouldMakeItFaster() throws Exception {
        List<String> lines = ForkedJvm.run(Main.class, List.of(DENY), "devices");
        assertThat(lines).anyMatch(line -> line.contains("plain Java") && line.contains("in use"));
        assertThat(lines).anyMatch(line -> line.contains("start Java with --add-modules jdk.incubator.vector"));
        if (oneDnnIsHere()) {
            assertThat(lines).anyMatch(line -> line.contains("start Java with --enable-native-access=ALL-UNNAMED"));
        }
    }

    private static boolean oneDnnIsHere() {
        try (Device device = Device.require(Backend.CPU)) {
            return device.describe().endsWith("oneDNN");
        }
    }

    /** Trains and serves a network, and prints the device and the first and last training loss. */
    static final class Program {
        private Program() {
        }

        public static void main(String[] arguments) {
            TrainTest data = HouseNumbers.load(600, 100, 1).map(set -> set.grey());
            Normalisation scaling = Scaling.standard().fit(data.train());
            Layer model = new Sequential(new Dense(1024, 64), new BatchNorm(64), new Relu(), new Dropout(0.1),
                    new Dense(64, 10));
            try (Device device = Device.open(Backend.AUTO)) {
                System.out.println(device.describe());
                History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(3e-3)).on(device).seed(1)
                        .fit(data.train().batches(50).normalised(scaling), 8);
                try (Predictor predictor = Predictor.of(model, data.test().sampleShape(), scaling, Backend.AUTO)) {
                    predictor.predict(data.test().sample(0).values());
                }
                double[] losses = history.column("train_loss");
                System.out.println(losses[0] + " " + losses[losses.length - 1]);
            }
        }
    }
}
