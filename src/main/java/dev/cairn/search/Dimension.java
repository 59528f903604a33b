package dev.cairn.search;

import dev.cairn.backend.RandomStream;
import java.util.List;

/** One hyperparameter of a space: its name, and which values it may take. */
sealed interface Dimension permits Choices, Range {
    String name();

    /** All values, in the order in which they were given; empty for a range, which has too many. */
    List<String> values();

    /** One value at random. */
    String draw(RandomStream random);

    /** The same hyperparameter in a smaller space around its best value. */
    Dimension around(String best);
}
