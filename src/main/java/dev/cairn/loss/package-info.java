/**
 * Losses: what training makes small. A {@link dev.cairn.loss.Loss} is a function of two tensors, so a user's own is a lambda
 * of tensor operations.
 */
@NullMarked
package dev.cairn.loss;

import org.jspecify.annotations.NullMarked;
