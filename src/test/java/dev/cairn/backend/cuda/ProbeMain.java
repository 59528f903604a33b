package dev.cairn.backend.cuda;

import dev.cairn.backend.Precision;
import dev.cairn.backend.Prerequisite;

/** A JVM of its own that probes a simulated machine and prints why it cannot be used, and each piece. */
final class ProbeMain {
    private ProbeMain() {
    }

    public static void main(String[] settings) {
        for (String setting : settings) {
            switch (setting) {
                case "old driver" -> Simulator.setDriverVersion(11080);
                case "no card" -> Simulator.setCards(0);
                case "old card" -> Simulator.setCapability(7, 0);
                default -> throw new IllegalArgumentException(setting);
            }
        }
        CudaProbe probe = CudaProbe.ofThisMachine();
        probe.whyNot(0, Precision.FP32).ifPresent(System.out::println);
        for (Prerequisite piece : probe.prerequisites()) {
            System.out.println(piece.name() + " " + piece.met() + " " + piece.detail());
        }
    }
}
