package dev.cairn.search;

import dev.cairn.backend.RandomStream;
import java.util.List;

/** A hyperparameter that may be any number from a least to a largest one. */
record Range(String name, Spacing spacing) implements Dimension {
    /** The share of a range that is left around its best value. */
    private static final double NARROWER = 1 / 3.0;

    @Override
    public List<String> values() {
        return List.of();
    }

    @Override
    public String draw(RandomStream random) {
        return spacing.at(random.nextFloat());
    }

    @Override
    public Dimension around(String best) {
        return new Range(name, spacing.around(Double.parseDouble(best), NARROWER));
    }
}
