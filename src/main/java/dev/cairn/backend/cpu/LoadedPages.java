package dev.cairn.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What stays in memory of a library that was loaded on Linux. Its loader reads the names of all symbols, and library's own start
 * touches code all over; next to nothing of that is read again, but it counts as this process's memory: 25 MiB with oneDNN.
 * Given back, the pages stay in the system's file cache, from where one that is needed comes again.
 */
final class LoadedPages {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int MADV_DONTNEED = 4;

    /** Addresses. */
    record Range(long from, long to) {
    }

    private LoadedPages() {
    }

    /** Gives back a loaded library's pages, where the system tells which they are; without that, nothing. */
    static void giveBack(Path library) {
        List<Range> ranges;
        try {
            ranges = Files.isReadable(MAPS) ? unwritten(Files.readAllLines(MAPS), library.toRealPath()) : List.of();
        } catch (IOException untold) {
            return;
        }
        if (ranges.isEmpty()) {
            return;
        }
        MethodHandle advise = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().find("madvise").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        for (Range range : ranges) {
            try {
                int _ = (int) advise.invokeExact(range.from(), range.to() - range.from(), MADV_DONTNEED);
            } catch (Throwable thrown) {
                throw new IllegalStateException("madvise could not be called", thrown);
            }
        }
    }

    /**
     * The ranges of a file that are as they are in it: its code, and its beginning, where the loader's tables are. Other parts that
     * can only be read may hold addresses that the loader wrote there, and would lose them.
     *
     * @param maps lines such as {@code 7f00-7f01 r-xp 00001000 fe:00 77 /lib/x.so}: addresses, rights, offset, device, inode, file
     */
    static List<Range> unwritten(List<String> maps, Path file) {
        return maps.stream().map(line -> line.split(" +", 6))
                .filter(words -> words.length == 6 && words[5].equals(file.toString()))
                .filter(words -> words[1].equals("r-xp") || words[1].equals("r--p") && words[2].matches("0+"))
                .map(words -> range(words[0])).toList();
    }

    private static Range range(String addresses) {
        int dash = addresses.indexOf('-');
        return new Range(Long.parseUnsignedLong(addresses, 0, dash, 16),
                Long.parseUnsignedLong(addresses, dash + 1, addresses.length(), 16));
    }
}
