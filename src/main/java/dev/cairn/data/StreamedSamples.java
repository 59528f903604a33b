package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Preparation;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Permutation;
import dev.cairn.backend.Prefetch;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set that stays on the host. The samples of a batch come to one fixed place on the device, and those of the next are
 * under way while it computes. Which they are the host finds out as the device does, by the {@link BatchOrder}.
 */
final class StreamedSamples implements Samples {
    private static final long NONE = -1;
    private static final String SECOND_BATCH = "record: two batches of a streamed loader, which come to the same place;"
            + " record one, or use streamed(false)";

    private final Device device;
    private final BatchOrder order;
    private final Permutation permutation;
    private final LongSupplier at;
    private final List<HostRows> sources;
    private final List<Buffer> landing;
    private final Buffer features;
    private final Buffer places;
    private final int[] numbers;
    /** Made for the first batch: until then there is memory of the device alone, which a failure around this gives back. */
    private @Nullable Prefetch prefetch;
    private boolean closed;
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
        sources = List.of(data.featureRows(), data.answerRows());
        features = memory.room("features", data.featureRows(), most);
        places = memory.upload("places", IntStream.range(0, most).toArray()).buffer();
        landing = List.of(memory.room("features under way", data.featureRows(), most),
                memory.room("answers under way", data.answerRows(), most));
    }

    @Override
    public void next(Buffer position, Buffer chosen, Batch batch) {
        device.prepareOnce(this, SECOND_BATCH, new Arrival(batch));
        device.ops().nextBatch(order, position, chosen);
    }

    /** The samples of a batch come to their place; until the batch is counted, those of the same batch again. */
    private final class Arrival implements Preparation {
        private final Batch batch;

        Arrival(Batch batch) {
            this.batch = batch;
        }

        @Override
        public @Nullable String obstacle() {
            return closed ? "the loader whose batches it takes is closed" : null;
        }

        @Override
        public void run() {
            bring(at.getAsLong(), batch);
        }
    }

    private void bring(long number, Batch batch) {
        if (prefetch == null) {
            prefetch = device.prefetch(sources, landing);
        }
        if (begun != number) {
            begin(number, prefetch);
        }
        Buffer arrived = features.slice(0, features.length() / numbers.length * batch.size());
        prefetch.finish(List.of(arrived, batch.y().buffer()));
        begin(number + 1, prefetch);
    }

    private void begin(long number, Prefetch by) {
        begun = NONE;
        int count = order.size((int) (number % order.batches()));
        order.write(number, permutation, numbers, 0, count);
        by.begin(numbers, count);
        begun = number;
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
        closed = true;
        if (prefetch != null) {
            prefetch.close();
        }
    }
}
