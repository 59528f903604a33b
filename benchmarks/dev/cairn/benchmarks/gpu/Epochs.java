package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.bench.DenseNet;
import dev.cairn.bench.Timing;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Sgd;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Epochs of the trainer, as a program runs them: 8-bit images that lie on the card are gathered in random order, normalised and
 * trained on; loss and accuracy are read after each. The images are noise, which takes as long as digits do.
 */
final class Epochs {
    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final int BATCH = 128;
    private static final int WARM_UP = 2;
    private static final int MEASURED = 7;

    private final Scale scale;
    private final Table table;

    Epochs(Scale scale, Table table) {
        this.scale = scale;
        this.table = table;
    }

    /** One network; the goal is an epoch in less than so many milliseconds. */
    void measure(int group, DenseNet net, double milliseconds) {
        Timing replayed;
        Timing plain;
        try (Device device = Device.require(Backend.CUDA)) {
            replayed = epoch(device, net, true);
            plain = epoch(device, net, false);
        }
        String what = "epoch of " + scale.images() + " images, " + net + ", batch " + BATCH;
        table.add(new Row(what, "ms", false, 1e3 * replayed.median(), 1e3 * plain.median(), Map.of(), Double.NaN));
        table.add(Goal.below(group, what + ": ms", milliseconds, 1e3 * replayed.median()));
    }

    private Timing epoch(Device device, DenseNet net, boolean replay) {
        ArrayDataset images = noise(scale.images());
        Sequential model = net.model();
        History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.01, 0.9)).on(device).seed(1)
                .replay(replay)
                .fit(images.batches(BATCH).normalised(Scaling.standard().fit(images)), WARM_UP + MEASURED);
        List<Double> ends = history.rows().stream().map(History.Row::seconds).toList();
        return Timing.of(IntStream.range(WARM_UP, ends.size()).mapToDouble(i -> ends.get(i) - ends.get(i - 1))
                .toArray());
    }

    private static ArrayDataset noise(int count) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] pixels = new byte[count * SIDE * SIDE];
        random.nextBytes(pixels);
        int[] labels = random.ints(count, 0, CLASSES).toArray();
        return ArrayDataset.ofImages("noise", pixels, Shape.of(1, SIDE, SIDE), labels,
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList());
    }
}
