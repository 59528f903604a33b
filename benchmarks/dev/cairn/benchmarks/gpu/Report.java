package dev.cairn.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Prints what all parts of a measurement wrote to a folder, its argument: one table of figures, one of what must be shown. */
public final class Report {
    private static final int GROUP_COLUMN = 2;
    private static final String GROUPS = """
            1: a training step, replayed, beside PyTorch. 2: an epoch of 8-bit images. 3: operations that memory bounds.
            4: matrix products. 5: the same results in each run, and the CPU's.
            """;

    private Report() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<String> columns = new ArrayList<>(List.of("What", "Unit", "Cairn", "Cairn, no replay"));
        columns.addAll(Steps.PEERS);
        columns.add("Limit");
        print(columns, lines(folder, Table.ROWS));
        System.out.println(
                "\nIn brackets: how many times as fast as the peer Cairn is; which share of the limit it reaches.\n");
        print(List.of("", "Must show", "Target", "Obtained", "Reached"), lines(folder, Table.GOALS).stream()
                .sorted(Comparator.comparing(line -> line.charAt(GROUP_COLUMN))).toList());
        System.out.println("\n" + GROUPS);
        lines(folder, Table.NOTES).forEach(System.out::println);
    }

    private static void print(List<String> columns, List<String> lines) {
        System.out.println(Table.line(columns));
        System.out.println(Table.line(Collections.nCopies(columns.size(), "---")));
        lines.forEach(System.out::println);
    }

    private static List<String> lines(Path folder, String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}
