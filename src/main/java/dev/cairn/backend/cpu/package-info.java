/**
 * The CPU backend: float32 on heap arrays. {@link dev.cairn.backend.cpu.Gemm} multiplies matrices by the fastest
 * of three implementations that works here ({@link dev.cairn.backend.cpu.GemmChain}), and
 * {@link dev.cairn.backend.cpu.WorkerPool} is the one threading runtime.
 */
@NullMarked
package dev.cairn.backend.cpu;

import org.jspecify.annotations.NullMarked;
