/**
 * Differentiation in reverse mode. Every differentiable function states its result and its gradient beside each other; the
 * {@link dev.cairn.autodiff.Tape} remembers which functions made a loss and runs their gradients backwards. Users compose
 * {@link dev.cairn.Tensor}'s methods and never come here.
 */
@NullMarked
package dev.cairn.autodiff;

import org.jspecify.annotations.NullMarked;
