/** What a user holds: a backend by name, an opened device, scopes, tensors and shapes. */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
