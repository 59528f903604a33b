/**
 * Data sets in host memory: a {@link dev.cairn.data.Dataset} of the user's own, {@link dev.cairn.data.ArrayDataset} with
 * its splits and folds, loaders of the well-known files, {@link dev.cairn.data.Scaling scaling} and
 * augmentation. Images are 8-bit and channels first, [C, H, W].
 */
@NullMarked
package dev.cairn.data;

import org.jspecify.annotations.NullMarked;
