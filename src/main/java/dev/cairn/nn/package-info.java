/**
 * Layers: what a network is made of. A layer owns its parameters and composes differentiable functions of tensors; it
 * knows no backend and states no gradient.
 */
@NullMarked
package dev.cairn.nn;

import org.jspecify.annotations.NullMarked;
