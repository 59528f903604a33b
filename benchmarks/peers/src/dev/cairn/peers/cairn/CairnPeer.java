package dev.cairn.peers.cairn;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Sgd;
import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cairn. With the property {@value #REPLAY} steps and forward passes are recorded once and replayed, as its trainer and its
 * predictor do by themselves; else it is the loop by hand of the README. It answers with a copy whose weights are constant, as a
 * predictor's are.
 */
final class CairnPeer implements Peer {
    private static final String REPLAY = "replay";

    private final boolean replay = Boolean.getBoolean(REPLAY);
    private final Problem problem;
    private final Device device;
    private final Sequential model;
    private final Loss loss = new SoftmaxCrossEntropy();
    private final Optimizer compared = new Sgd(Problem.LEARNING_RATE, Problem.MOMENTUM);
    private final Optimizer timed = new Sgd(Problem.TINY_LEARNING_RATE, Problem.MOMENTUM);
    private final Tensor x;
    private final Tensor y;
    private Runnable training;
    private Sequential answering;
    /** By the number of samples. */
    private final Map<Integer, Runnable> inferring = new HashMap<>();

    private CairnPeer(Problem problem) {
        this.problem = problem;
        device = Device.require(Backend.CPU, DeviceOptions.defaults().withThreads(problem.threads()));
        model = network();
        compared.bind(model.initialize(device, 1));
        for (int i = 0; i < problem.layers(); i++) {
            model.parameters().get(2 * i + ".weight").set(problem.weights(i));
        }
        x = samples(problem.batch());
        y = device.labels(problem.labels());
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, CairnPeer::new);
    }

    private Sequential network() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < problem.layers(); i++) {
            layers.add(new Dense(problem.in(i), problem.out(i)));
            if (problem.isHidden(i)) {
                layers.add(new Relu());
            }
        }
        return new Sequential(layers);
    }

    private Tensor samples(int count) {
        return device.tensor(Shape.of(count, problem.in(0)), problem.inputs(count));
    }

    @Override
    public String version() {
        return device.describe();
    }

    @Override
    public double step() {
        return step(compared, true);
    }

    private double step(Optimizer optimizer, boolean tell) {
        try (Scope _ = device.training()) {
            Tensor value = loss.apply(model.forward(x, Mode.TRAIN), y);
            value.backward();
            optimizer.step();
            return tell ? value.item() : 0;
        }
    }

    @Override
    public void train(int steps) {
        if (training == null) {
            timed.bind(model.parameters());
            training = repeated(() -> step(timed, false));
        }
        repeat(training, steps);
    }

    @Override
    public void infer(int samples, int times) {
        if (answering == null) {
            answering = network();
            answering.initialize(device, 1).all().set(model.parameters().all().toArray());
            answering.parameters().makeConstant();
        }
        repeat(inferring.computeIfAbsent(samples, count -> {
            Tensor input = samples(count);
            return repeated(() -> infer(input));
        }), times);
    }

    private void infer(Tensor input) {
        try (Scope _ = device.scope()) {
            answering.forward(input, Mode.EVAL);
        }
    }

    /** The body, which has run once, or its recording. */
    private Runnable repeated(Runnable body) {
        body.run();
        return replay ? device.record(body)::replay : body;
    }

    private static void repeat(Runnable body, int times) {
        for (int i = 0; i < times; i++) {
            body.run();
        }
    }
}
