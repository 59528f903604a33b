package dev.cairn.search;

import dev.cairn.backend.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hyperparameters of a search and their values, as {@code learning-rate=0.5,0.3,0.1;hidden=64,(512,256)} or
 * {@code learning-rate=0.001..0.5;momentum=even:0.5..0.99}. Values are separated by commas, unless in parentheses, which are
 * taken off. {@code LOW..HIGH} is every number between, equal factors equally likely; with {@code even:} in front, or from
 * 0, equal differences.
 */
public final class Space {
    private static final String EXAMPLE = "it reads as learning-rate=0.3,0.1;hidden=64,(512,256) or learning-rate=0.001..0.5";
    private static final String EVEN = "even:";
    private static final Pattern RANGE = Pattern.compile("(" + EVEN + ")?([-+0-9.eE]+?)\\.\\.([-+0-9.eE]+)");

    private final List<Dimension> dimensions;

    private Space(List<Dimension> dimensions) {
        this.dimensions = List.copyOf(dimensions);
    }

    /**
     * Reads a space.
     *
     * @param isWhole whether a hyperparameter of this name takes whole numbers alone
     * @throws IllegalArgumentException for any other text, with what is wrong
     */
    public static Space parse(String text, Predicate<String> isWhole) {
        List<Dimension> dimensions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("search space '" + part.strip() + "': " + EXAMPLE);
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("search space: " + name + " stands there twice");
            }
            dimensions.add(dimension(name, part.substring(equals + 1).strip(), isWhole.test(name)));
        }
        return new Space(dimensions);
    }

    private static Dimension dimension(String name, String text, boolean whole) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return range(name, text, range, whole);
        }
        List<String> values = values(name, text);
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("search space " + name + "=" + text + ": a value stands there twice");
        }
        return new Choices(name, values, whole);
    }

    private static Range range(String name, String text, Matcher range, boolean whole) {
        double low;
        double high;
        try {
            low = Double.parseDouble(range.group(2));
            high = Double.parseDouble(range.group(3));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("search space " + name + "=" + text + ": " + EXAMPLE, e);
        }
        boolean even = range.group(1) != null || low == 0;
        if (!(low < high) || !even && low < 0) {
            throw new IllegalArgumentException("search space " + name + "=" + text
                    + ": a range goes from a number to a larger one, neither below 0 unless it begins with " + EVEN);
        }
        return new Range(name, new Spacing(low, high, !even, whole));
    }

    private static List<String> values(String name, String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        int depth = 0;
        for (char c : (text + ",").toCharArray()) {
            if (c == ',' && depth == 0) {
                values.add(value.toString().strip());
                value.setLength(0);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            boolean outer = c == '(' && depth == 1 || c == ')' && depth == 0;
            if (depth < 0) {
                break;
            }
            if (!outer) {
                value.append(c);
            }
        }
        if (depth != 0 || values.contains("")) {
            throw new IllegalArgumentException("search space " + name + "=" + text + ": " + EXAMPLE);
        }
        return values;
    }

    /** The hyperparameters, in the order in which they were given. */
    public List<String> names() {
        return dimensions.stream().map(Dimension::name).toList();
    }

    /**
     * Every combination of values, the last hyperparameter changing first.
     *
     * @throws IllegalArgumentException if one of them is a range
     */
    public List<SequencedMap<String, String>> grid() {
        List<SequencedMap<String, String>> points = List.of(new LinkedHashMap<>());
        for (Dimension dimension : dimensions) {
            if (dimension.values().isEmpty()) {
                throw new IllegalArgumentException("search space: " + dimension.name()
                        + " is a range, which only a random search can try; a grid takes values, as " + dimension.name()
                        + "=0.3,0.1");
            }
            List<SequencedMap<String, String>> more = new ArrayList<>();
            for (SequencedMap<String, String> point : points) {
                for (String value : dimension.values()) {
                    SequencedMap<String, String> longer = new LinkedHashMap<>(point);
                    longer.put(dimension.name(), value);
                    more.add(longer);
                }
            }
            points = more;
        }
        return points;
    }

    /** So many combinations at random; the first of them are the same for any number. */
    public List<SequencedMap<String, String>> sample(int count, long seed) {
        List<SequencedMap<String, String>> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SequencedMap<String, String> point = new LinkedHashMap<>();
            for (int d = 0; d < dimensions.size(); d++) {
                point.put(dimensions.get(d).name(), dimensions.get(d).draw(new RandomStream(seed, d, i)));
            }
            points.add(point);
        }
        return points;
    }

    /**
     * A finer space around the best combination: of values that are numbers, as many between the neighbours of the best;
     * of a range, a third; of anything else, the best alone.
     */
    public Space around(Configuration best) {
        return new Space(dimensions.stream().map(dimension -> dimension.around(best.value(dimension.name()))).toList());
    }
}
