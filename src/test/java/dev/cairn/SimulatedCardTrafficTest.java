package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.Call;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Program;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Augmentation;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.data.Normalisation;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.OnSimulatedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a card has to do in one training step: launches and bytes, as the tables of kernels/README.md have them. */
@OnSimulatedCard
class SimulatedCardTrafficTest {
    /** Batch size, then the widths of the layers. */
    private static final int[][] NETWORKS = {{20, 1024, 16, 10}, {128, 784, 64, 10}, {128, 784, 128, 10},
        {128, 1024, 512, 256, 10}, {100, 3072, 50, 10}, {512, 3072, 1024, 512, 10}};
    private static final int[] EXAMPLE = {128, 784, 128, 10};
    private static final int[] LARGEST = {512, 3072, 1024, 512, 10};

    @Test
    void aStepMovesAtMostTwiceTheLeastBytes() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int[] network : NETWORKS) {
            rows.add(row(network, new Sgd(0.01, 0.9), ""));
        }
        for (int[] network : new int[][] {EXAMPLE, LARGEST}) {
            rows.add(row(network, new Adam(0.01), ", Adam"));
        }
        assertThat(Files.readString(Path.of("kernels/README.md"))).as("the rows are now\n%s", String.join("\n", rows))
                .contains(rows);
    }

    private static String row(int[] network, Optimizer optimizer, String of) {
        try (Step step = new Step(network, Precision.FP32, optimizer)) {
            StepTraffic fused = step.traffic(false);
            StepTraffic apart = step.traffic(true);
            assertThat(step.launches(false)).hasSameSizeAs(fused.works());
            assertThat(step.launches(true)).hasSameSizeAs(apart.works());
            double ratio = fused.bytes() / (double) fused.leastBytes();
            assertThat(ratio).as("bytes beside the least").isLessThanOrEqualTo(2);
            long products = fused.works().stream().filter(work -> work.name().startsWith("gemm")).count();
            return String.format(Locale.ROOT, "| %s, %d%s | %d | %d | %d | %.3f | %.3f | %.3f | %.2f |",
                    IntStream.of(network).skip(1).mapToObj(String::valueOf).collect(Collectors.joining("-")),
                    network[0], of, products, apart.works().size() - products, fused.works().size() - products,
                    apart.bytes() * 1e-6, fused.bytes() * 1e-6, fused.leastBytes() * 1e-6, ratio);
        }
    }

    @Test
    void everyLaunchOfAStepIsAccountedFor() throws IOException {
        List<String> rows = launches(EXAMPLE, " %.1f |");
        assertThat(documentedLaunches()).as("the rows are now\n%s", String.join("\n", rows)).isEqualTo(rows);
    }

    /** So the reasons that are given for one network's launches are those for all. */
    @Test
    void noNetworkHasALaunchThatTheExampleHasNot() {
        List<String> accountedFor = launches(EXAMPLE, "");
        for (int[] network : NETWORKS) {
            assertThat(accountedFor).containsAll(launches(network, ""));
        }
    }

    @Test
    void aBatchIsTwoLaunchesWhateverIsDoneToItsSamples() {
        ArrayDataset images = ArrayDataset.ofImages("noise", new byte[8 * 3 * 6 * 6], Shape.of(3, 6, 6), new int[8],
                List.of("only"));
        ArrayDataset table = ArrayDataset.of(new float[8][5], new float[8][2]);
        Augmentation changes = Augmentation.parse("shift=2,flip,noise=0.05");
        assertThat(launchesOfABatch(images.batches(4), false)).containsExactly("next_batch", "gather_bytes");
        assertThat(launchesOfABatch(table.batches(4), false)).containsExactly("next_batch", "gather_reals");
        assertThat(launchesOfABatch(images.batches(4), true)).containsExactly("next_batch",
                "gather_standardized_bytes");
        assertThat(launchesOfABatch(table.batches(4), true)).containsExactly("next_batch",
                "gather_standardized_reals");
        for (boolean perSample : new boolean[] {false, true}) {
            assertThat(launchesOfABatch(images.batches(4).augmented(changes, 7), perSample))
                    .containsExactly("next_batch", "gather_changed");
        }
    }

    private static List<String> launchesOfABatch(Batches batches, boolean perSample) {
        Normalisation normalisation = new Normalisation(new float[] {0.004f}, new float[] {-0.5f}, perSample);
        try (Device device = Device.require(Backend.CUDA);
                BatchLoader loader = batches.normalised(normalisation).on(device)) {
            return launches(device, device.record(loader::load).calls(), false);
        }
    }

    /** What a card is given to do, by capturing it. */
    private static List<String> launches(Device device, List<Call> calls, boolean apart) {
        Simulator.launches();
        try (Program _ = device.ops().program(List.of(ops -> StepTraffic.through(calls, apart, ops)))) {
            return Simulator.launches();
        }
    }

    /** Products are as many launches where cuBLAS rounds their factors, and none of these is large enough for our own kernel. */
    @Test
    void aStepHasTheSameLaunchesInEveryPrecision() {
        for (int[] network : NETWORKS) {
            List<String> expected = launches(network, Precision.FP32);
            assertThat(launches(network, Precision.TF32)).isEqualTo(expected);
            assertThat(launches(network, Precision.BF16)).isEqualTo(expected);
        }
    }

    private static List<String> launches(int[] network, Precision precision) {
        try (Step step = new Step(network, precision, new Sgd(0.01, 0.9))) {
            return step.launches(false);
        }
    }

    /** @param bytes how the last column, the kilobytes, is written, if at all */
    private static List<String> launches(int[] network, String bytes) {
        try (Step step = new Step(network, Precision.FP32, new Sgd(0.01, 0.9))) {
            List<String> launches = step.launches(false);
            List<OperationCall.Work> works = step.traffic(false).works();
            return IntStream.range(0, works.size())
                    .mapToObj(i -> String.format(Locale.ROOT, "| `%s` | %s |" + bytes, launches.get(i),
                            works.get(i).name(), works.get(i).bytes() * 1e-3))
                    .toList();
        }
    }

    /** The rows of the second table, without their last column, which says why. */
    private static List<String> documentedLaunches() throws IOException {
        List<String> rows = new ArrayList<>();
        Files.readAllLines(Path.of("kernels/README.md")).stream()
                .dropWhile(line -> !line.startsWith("| Launch |")).skip(2).takeWhile(line -> !line.isEmpty())
                .forEach(line -> {
                    int last = line.lastIndexOf('|', line.length() - 2) + 1;
                    assertThat(line.substring(last, line.length() - 1)).as("why there is a launch: %s", line)
                            .isNotBlank();
                    rows.add(line.substring(0, last));
                });
        return rows;
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    /** A network with ReLUs, 8-bit images, and a step as the trainer makes it, recorded but never run. */
    private static final class Step implements AutoCloseable {
        private final Device device;
        private final Optimizer optimizer;
        private final Layer model;
        private final List<Call> calls;

        Step(int[] network, Precision precision, Optimizer optimizer) {
            device = Device.require(Backend.CUDA, DeviceOptions.defaults().withPrecision(precision));
            this.optimizer = optimizer;
            List<Layer> layers = new ArrayList<>();
            for (int i = 2; i < network.length; i++) {
                layers.add(new Dense(network[i - 1], network[i]));
                layers.add(new Relu());
            }
            model = new Sequential(layers.subList(0, layers.size() - 1));
            optimizer.bind(model.initialize(device, 1));
            try (BatchLoader small = loader(network[1], 2)) {
                run(small); // so that everything is in place
            }
            BatchLoader loader = loader(network[1], network[0]);
            calls = device.record(() -> run(loader)).calls();
        }

        private BatchLoader loader(int features, int batch) {
            List<String> classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
            return ArrayDataset.ofImages("noise", new byte[2 * batch * features], Shape.of(features),
                    new int[2 * batch], classes).batches(batch)
                    .normalised(new Normalisation(new float[] {0.004f}, new float[] {-0.5f}, false)).shuffled(1)
                    .on(device);
        }

        private void run(BatchLoader loader) {
            Batch batch = loader.load();
            try (Scope _ = device.training()) {
                Tensor output = model.forward(batch.x(), Mode.TRAIN);
                Tensor loss = new SoftmaxCrossEntropy().apply(output, batch.y());
                loss.backward();
                optimizer.losses().record(loss, 1, output, batch.y());
                optimizer.step();
            }
        }

        StepTraffic traffic(boolean apart) {
            return StepTraffic.of(calls, apart);
        }

        List<String> launches(boolean apart) {
            return SimulatedCardTrafficTest.launches(device, calls, apart);
        }

        @Override
        public void close() {
            device.close();
        }
    }
}
