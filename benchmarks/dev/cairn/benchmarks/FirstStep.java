package dev.cairn.benchmarks;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.bench.Case;
import dev.cairn.bench.DenseNet;
import dev.cairn.bench.Session;
import dev.cairn.bench.Work;

/** A program that makes one training step and says the loss after it. Arguments: backend, network, batch, threads. */
final class FirstStep {
    private static final double LEARNING_RATE = 0.01;

    private FirstStep() {
    }

    public static void main(String[] arguments) {
        Case of = new Case(Backend.valueOf(arguments[0]), Work.TRAIN, DenseNet.parse(arguments[1]),
                Integer.parseInt(arguments[2]),
                DeviceOptions.defaults().withThreads(Integer.parseInt(arguments[3])), false);
        try (Session session = new Session(of, LEARNING_RATE)) {
            session.train(1);
            System.out.println(session.lossNow());
        }
    }
}
