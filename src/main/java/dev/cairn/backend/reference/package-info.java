/**
 * The backend in double precision that says what every operation means: plain loops over heap arrays, one formula after
 * the other, nothing made fast. The other backends are tested against it, and gradients are checked on it.
 */
@NullMarked
package dev.cairn.backend.reference;

import org.jspecify.annotations.NullMarked;
