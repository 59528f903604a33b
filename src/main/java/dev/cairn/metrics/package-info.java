/**
 * How good a model's outputs are: {@link dev.cairn.metrics.Metric}s that the trainer follows while it learns, and whole
 * {@link dev.cairn.metrics.Evaluation}s of a data set. Everything here works on host arrays and counts in double precision.
 */
@NullMarked
package dev.cairn.metrics;

import org.jspecify.annotations.NullMarked;
