package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Segments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Segments in device memory, cut into chunks so that one launch has about equal work for every block. An optimizer passes
 * the same segments at every step until a setting changes, so the last few tables are kept, and all while there are graphs
 * that may read them.
 */
final class SegmentTables {
    static final int CHUNK = 1024;
    /** The numbers of a {@code Chunk} of {@code kernels/updates.cu}. */
    static final int WORDS = 5;
    private static final int MOST_TABLES = 16;

    private final CudaContext context;
    private final Transfers transfers;
    private final SequencedMap<Segments, CudaBlock> tables = new LinkedHashMap<>();

    SegmentTables(CudaContext context, Transfers transfers) {
        this.context = context;
        this.transfers = transfers;
    }

    /** The chunks of all segments that learn; to be used before others are asked for. */
    Buffer chunks(Segments segments) {
        CudaBlock block = tables.get(segments);
        if (block == null) {
            block = upload(chunkWords(segments));
            tables.put(segments, block);
            while (tables.size() > MOST_TABLES && !context.hasGraphs()) {
                context.free(tables.pollFirstEntry().getValue());
            }
        }
        return new Buffer(block, 0, block.capacity());
    }

    private CudaBlock upload(int[] words) {
        CudaBlock block = allocate(words.length);
        try {
            transfers.upload(words, 0, new Buffer(block, 0, words.length));
            return block;
        } catch (RuntimeException e) {
            context.free(block);
            throw e;
        }
    }

    private CudaBlock allocate(int words) {
        try {
            return context.allocate(ElementType.INT32, words);
        } catch (DeviceException e) {
            throw e.during("update's segments [" + words + "]");
        }
    }

    /** (from, length, rate factor, L2, decays) of every chunk, real numbers by their bits; frozen segments have none. */
    static int[] chunkWords(Segments segments) {
        List<int[]> chunks = new ArrayList<>();
        for (int s = 0; s < segments.count(); s++) {
            int end = segments.offsets()[s] + segments.lengths()[s];
            for (int from = segments.offsets()[s]; from < end && segments.rateFactors()[s] != 0; from += CHUNK) {
                chunks.add(new int[] {from, Math.min(CHUNK, end - from),
                    Float.floatToRawIntBits(segments.rateFactors()[s]), Float.floatToRawIntBits(segments.l2()[s]),
                    Float.floatToRawIntBits(segments.decays()[s] ? 1 : 0)});
            }
        }
        return chunks.stream().flatMapToInt(Arrays::stream).toArray();
    }

    void free() {
        tables.values().forEach(context::free);
        tables.clear();
    }
}
