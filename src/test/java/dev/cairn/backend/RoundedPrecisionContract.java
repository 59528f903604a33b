package dev.cairn.backend;

import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.testing.AlwaysRounded;
import org.junit.jupiter.api.extension.ExtendWith;

/** Products whose factors our own kernel rounds to bfloat16, as a device in BF16 computes the large ones. */
@ExtendWith(AlwaysRounded.class)
abstract class RoundedPrecisionContract extends Comparison implements ProductContract {
    @Override
    public Precision precision() {
        return Precision.BF16;
    }

    @Override
    Ops open() {
        return new CudaOps(0, Precision.BF16);
    }

    @Override
    boolean isStaggered() {
        return true;
    }
}
