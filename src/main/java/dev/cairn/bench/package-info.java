/**
 * Measures the library on the machine at hand: the time of training steps and inference beside the least it could be.
 *
 * <p>{@link dev.cairn.bench.Measurement} is the entry; a case is checked against the reference before it is timed.
 */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
