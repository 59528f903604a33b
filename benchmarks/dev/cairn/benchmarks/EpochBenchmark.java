package dev.cairn.benchmarks;

import dev.cairn.Scope;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Scaling;
import dev.cairn.bench.DenseNet;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Sgd;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An epoch from 8-bit images in SVHN's shape: batches are gathered in random order, normalised, and trained on. The images
 * are generated, as many as the subset of SVHN that the README measures accuracies on.
 */
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class EpochBenchmark extends OpenDevice {
    private static final int IMAGES = 16_835;
    private static final int COLOURS = 3072;

    @Param({"1024-16-10", "1024-512-256-10", "3072-50-10"})
    public String net = "";

    @Param({"20", "128"})
    public int batch;

    private Sequential model;
    private BatchLoader loader;
    private final Loss loss = new SoftmaxCrossEntropy();
    /** At 0.01 an epoch of 3072-50-10 in batches of 20 left the loss higher than it was. */
    private final Optimizer optimizer = new Sgd(1e-3, 0.9);
    private long epoch;

    @Setup
    public void prepare() {
        openDevice();
        DenseNet widths = DenseNet.parse(net);
        ArrayDataset images = HouseNumbers.generate(IMAGES, 1);
        ArrayDataset data = widths.inputs() == COLOURS ? images : images.grey();
        loader = data.batches(batch).normalised(Scaling.standard().fit(data)).shuffled(1).on(device());
        model = widths.model();
        optimizer.bind(model.initialize(device(), 1));
        double untrained = meanLoss();
        trainAnEpoch();
        if (!(meanLoss() < untrained)) {
            throw new IllegalStateException("an epoch did not lower the loss of " + untrained);
        }
    }

    private double meanLoss() {
        double sum = 0;
        for (Batch next : loader) {
            try (Scope _ = device().scope()) {
                sum += next.size() * loss.apply(model.forward(next.x(), Mode.EVAL), next.y()).item();
            }
        }
        return sum / IMAGES;
    }

    @Benchmark
    public void trainAnEpoch() {
        Iterator<Batch> batches = loader.epoch(epoch++);
        while (batches.hasNext()) {
            Batch next = batches.next();
            try (Scope _ = device().training()) {
                loss.apply(model.forward(next.x(), Mode.TRAIN), next.y()).backward();
                optimizer.step();
            }
        }
        synchronize();
    }
}
