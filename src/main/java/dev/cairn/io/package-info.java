/**
 * What a run leaves on the disk and reads back: weights as safetensors, figures as JSON, and the folder that holds them. All
 * files are written whole or not at all.
 */
@NullMarked
package dev.cairn.io;

import org.jspecify.annotations.NullMarked;
