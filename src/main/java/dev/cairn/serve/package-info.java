/** Serving: answers from a trained model for many threads at once. */
@NullMarked
package dev.cairn.serve;

import org.jspecify.annotations.NullMarked;
