/**
 * What {@code benchmarks/gpu/measure.sh} runs on a machine with a GPU: the library, the card's limits and PyTorch in turns, and
 * one table of all.
 */
package dev.cairn.benchmarks.gpu;
