package dev.cairn.train;

import dev.cairn.CairnException;

/** A training run's loss stopped being a finite number: a matter of its settings, so other settings may well succeed. */
public final class DivergedException extends CairnException {
    private static final long serialVersionUID = 1;

    DivergedException(String message) {
        super(message);
    }
}
