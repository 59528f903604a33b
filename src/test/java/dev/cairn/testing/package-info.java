/** What tests of several packages share. */
@NullMarked
package dev.cairn.testing;

import org.jspecify.annotations.NullMarked;
