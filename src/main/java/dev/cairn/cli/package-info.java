/** The command line {@code cairn}: turns arguments into calls of the library and failures into one clear sentence. */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
