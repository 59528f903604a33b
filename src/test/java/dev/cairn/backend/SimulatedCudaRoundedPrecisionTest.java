package dev.cairn.backend;

import dev.cairn.testing.OnSimulatedCard;

@OnSimulatedCard
class SimulatedCudaRoundedPrecisionTest extends RoundedPrecisionContract {
}
