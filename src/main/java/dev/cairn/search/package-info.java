/**
 * The search for good hyperparameters: spaces of them (grid, random, coarse to fine), trials side by side that stop when they
 * are hopeless, and results that survive a kill. What a trial does is the caller's.
 */
@NullMarked
package dev.cairn.search;

import org.jspecify.annotations.NullMarked;
