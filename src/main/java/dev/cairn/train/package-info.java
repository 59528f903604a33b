/** Training: the loop over epochs, what watches it, and the {@link dev.cairn.train.History} it leaves. */
@NullMarked
package dev.cairn.train;

import org.jspecify.annotations.NullMarked;
