/**
 * Computes on an NVIDIA GPU: matrix products by cuBLAS, everything else by Cairn's own kernels. This is the only package
 * that knows JCuda; {@link dev.cairn.backend.cuda.CudaProbe} says whether it can work on this machine.
 */
@NullMarked
package dev.cairn.backend.cuda;

import org.jspecify.annotations.NullMarked;
