/**
 * Optimizers: how parameters follow their gradients, and the schedules of their learning rates. State lives in one block
 * for a whole model, and a step is one update.
 */
@NullMarked
package dev.cairn.optim;

import org.jspecify.annotations.NullMarked;
