/**
 * The contract between tensors and the machines that compute them. {@link dev.cairn.backend.Ops} lists every operation;
 * its operands are {@link dev.cairn.backend.Buffer}s. Nothing here knows a tensor, a shape or a gradient.
 */
@NullMarked
package dev.cairn.backend;

import org.jspecify.annotations.NullMarked;
