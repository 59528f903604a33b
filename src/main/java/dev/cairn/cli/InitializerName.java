package dev.cairn.cli;

import dev.cairn.nn.Initializer;
import dev.cairn.nn.Initializers;

/** The initialisers of the command line. */
enum InitializerName {
    HE, HE_UNIFORM, GLOROT, GLOROT_NORMAL, LECUN, TRUNCATED_NORMAL, NORMAL, UNIFORM, ZEROS;

    /** The deviation of {@link #NORMAL}, as early networks were begun. */
    private static final double NORMAL_DEVIATION = 0.01;

    Initializer initializer() {
        return switch (this) {
            case HE -> Initializers.heNormal();
            case HE_UNIFORM -> Initializers.heUniform();
            case GLOROT -> Initializers.glorotUniform();
            case GLOROT_NORMAL -> Initializers.glorotNormal();
            case LECUN -> Initializers.lecunNormal();
            case TRUNCATED_NORMAL -> Initializers.truncatedNormal();
            case NORMAL -> Initializers.normal(0, NORMAL_DEVIATION);
            case UNIFORM -> Initializers.uniform(0, 1);
            case ZEROS -> Initializers.zeros();
        };
    }

    @Override
    public String toString() {
        return Choice.nameOf(this);
    }
}
