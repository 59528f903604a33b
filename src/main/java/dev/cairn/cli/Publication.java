package dev.cairn.cli;

import dev.cairn.CairnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A published result and how to train for it: the files in the folder {@code publications}, whose lines read {@code key:
 * value}. {@code given} are options of {@code cairn train} that the report names, {@code ours} those that it leaves open, chosen
 * on validation samples.
 *
 * @param name   on the command line
 * @param about  one sentence
 * @param source who published it
 * @param rows   the published figures, each with the options it differs in
 * @param given  options of the report
 * @param ours   options that the report leaves open
 * @param grid   a space of options, each combination of which is trained; empty for one training
 * @param seeds  how often all is repeated
 * @param checks instead of a training, the cases of {@code cairn gradcheck} with this text in their names; else empty
 */
record Publication(String name, String about, String source, List<Row> rows, String given, String ours, String grid,
        int seeds, String checks) {
    private static final String FOLDER = "publications/";
    private static final Set<String> KEYS = Set.of("about", "source", "published", "given", "ours", "grid", "seeds",
            "checks");
    private static final int SEEDS = 3;

    /**
     * Figures that one training has.
     *
     * @param figures of different sets, or of different takes of the trainings
     * @param options by which it differs from the other rows; often empty
     */
    record Row(List<PublishedFigure> figures, String options) {
        /** Reads {@code test 84.7} or {@code test 84.7, train 90 with --hidden 5}. */
        static Row parse(String text) {
            String[] parts = text.split(" with ", 2);
            return new Row(Stream.of(parts[0].split(",")).map(PublishedFigure::parse).toList(),
                    parts.length == 2 ? parts[1].strip() : "");
        }
    }

    /** All there are, in the order of the file {@code publications/list}. */
    static List<Publication> all() {
        return text("list").lines().map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(name -> parse(name, text(name)))
                .toList();
    }

    private static String text(String name) {
        try (InputStream in = Publication.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new CairnException("Cairn's jar is damaged: it lacks " + FOLDER + name + "; get the jar anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CairnException("Cairn's jar is damaged: cannot read " + FOLDER + name + "; get the jar anew", e);
        }
    }

    /** Reads the lines of a file; those that begin with # are remarks. */
    static Publication parse(String name, String text) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(':');
            String key = colon < 0 ? line : line.substring(0, colon);
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("publication " + name + ": '" + key + "' is none of " + KEYS);
            }
            lines.add(Map.entry(key, line.substring(colon + 1).strip()));
        });
        List<Row> rows = lines.stream().filter(line -> line.getKey().equals("published"))
                .map(line -> Row.parse(line.getValue())).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("publication " + name + ": has no published figure");
        }
        String seeds = joined(lines, "seeds");
        return new Publication(name, joined(lines, "about"), joined(lines, "source"), rows, joined(lines, "given"),
                joined(lines, "ours"), joined(lines, "grid"), seeds.isEmpty() ? SEEDS : Integer.parseInt(seeds),
                joined(lines, "checks"));
    }

    private static String joined(List<Map.Entry<String, String>> lines, String key) {
        return String.join(" ", lines.stream().filter(line -> line.getKey().equals(key)).map(Map.Entry::getValue)
                .toList());
    }

    /** The training of a row, without seed and folder of the data. */
    ExperimentWords words(Row row) {
        return ExperimentWords.parse(String.join(" ", given, ours, row.options()));
    }

    /** All that is known about it, in lines. */
    String describe() {
        String figures = String.join("; ", rows.stream()
                .map(row -> String.join(", ", row.figures().stream()
                        .map(figure -> figure.measured(isGrid()) + " " + figure.text(figure.value())).toList())
                        + (row.options().isEmpty() ? "" : " with " + row.options()))
                .toList());
        return name + " (" + source + "): " + about + "\n    published: " + figures
                + line("given", given) + line("ours", ours) + line("grid", grid);
    }

    private static String line(String key, String text) {
        return text.isEmpty() ? "" : "\n    " + key + ": " + text;
    }

    /** Whether gradients are checked and nothing is trained. */
    boolean isCheck() {
        return !checks.isEmpty();
    }

    /** Whether it is about SVHN. */
    boolean isOfSvhn() {
        return !isCheck() && words(rows.getFirst()).dataset() == DatasetName.SVHN;
    }

    boolean isGrid() {
        return !grid.isEmpty();
    }

    /** What a row is called in the table. */
    String label(Row row) {
        return row.options().isEmpty() ? name : name + " " + row.options();
    }
}
