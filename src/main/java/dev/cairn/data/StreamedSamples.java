package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Permutation;
import dev.cairn.backend.Prefetch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A data set that stays on the host. The samples of a batch come to one fixed place on the device, and those of the next are
 * under way while it computes. Which they are the host finds out as the device does, by the {@link BatchOrder}.
 */
final class StreamedSamples implements Samples {
    private static final long NONE = -1;

    private final Device device;
    private final BatchOrder order;
    private final Permutation permutation;
    private final LongSupplier at;
    private final Buffer features;
    private final Buffer places;
    private final Prefetch prefetch;
    private final int[] numbers;
    private final Map<Batch, Runnable> arrivals = new HashMap<>();
    private long begun = NONE;

    /**
     * @param most samples of a batch
     * @param at   the number, over all epochs, of the batch that is asked for next
     */
    StreamedSamples(ArrayDataset data, BatchOrder order, int most, LongSupplier at, LoaderMemory memory) {
        this.order = order;
        this.at = at;
        device = memory.device();
        permutation = new Permutation(data.size());
        numbers = new int[most];
        int width = data.sampleShape().elements();
        HostRows values = data.isBytes()
                ? new HostRows.Bytes(data.bytes(), width)
                : new HostRows.Floats(data.floats(), width);
        HostRows answers = data.targetWidth() == 0
                ? new HostRows.Ints(data.labels(), 1)
                : new HostRows.Floats(data.targets(), data.targetWidth());
        features = room("features", values, most, memory);
        places = memory.upload("places", IntStream.range(0, most).toArray()).buffer();
        prefetch = device.ops().prefetch(List.of(values, answers), List.of(
                room("features under way", values, most, memory), room("answers under way", answers, most, memory)));
    }

    private static Buffer room(String name, HostRows rows, int count, LoaderMemory memory) {
        return memory.take(name, Shape.of(count, rows.width()), rows.type()).buffer();
    }

    @Override
    public void next(Buffer position, Buffer chosen, Batch batch) {
        device.onHost(arrivals.computeIfAbsent(batch, this::arrival));
        device.ops().nextBatch(order, position, chosen);
    }

    /** What the host does for each batch that these tensors hold. */
    private Runnable arrival(Batch batch) {
        int count = batch.size();
        Buffer arrived = features.slice(0, features.length() / numbers.length * count);
        List<Buffer> targets = List.of(arrived, batch.y().buffer());
        return () -> bring(at.getAsLong(), targets);
    }

    private void bring(long batch, List<Buffer> targets) {
        if (begun != batch) {
            begin(batch);
        }
        prefetch.finish(targets);
        begin(batch + 1);
    }

    private void begin(long batch) {
        begun = NONE;
        int count = order.size((int) (batch % order.batches()));
        order.write(batch, permutation, numbers, 0, count);
        prefetch.begin(numbers, count);
        begun = batch;
    }

    @Override
    public Buffer features() {
        return features;
    }

    @Override
    public Buffer places(Buffer chosen) {
        return places.slice(0, chosen.length());
    }

    @Override
    public void close() {
        prefetch.close();
    }
}
