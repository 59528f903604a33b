/**
 * What every package that touches files shares: whole files or none, JSON, and a person's words for what the
 * operating system refused or what was mistyped. For the library itself, not for its users; nothing here knows a tensor.
 */
@NullMarked
package dev.cairn.files;

import org.jspecify.annotations.NullMarked;
