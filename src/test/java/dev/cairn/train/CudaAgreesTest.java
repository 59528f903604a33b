package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaAgreesTest extends AgreementContract {
    CudaAgreesTest() {
        super(Backend.CUDA);
    }
}
