package dev.cairn.bench;

import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.RandomStream;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Parameters;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Sgd;
import java.util.ArrayList;
import java.util.List;

/**
 * A device with a network and one batch of random samples: what a case repeats. The same seed gives the same samples and
 * first weights on every backend.
 */
public final class Session implements AutoCloseable {
    private static final long SEED = 42;
    private static final double MOMENTUM = 0.9;

    private final Case of;
    private final Device device;
    private final Sequential model;
    private final Loss loss = new SoftmaxCrossEntropy();
    private final Optimizer optimizer;
    private final Tensor x;
    private final Tensor y;
    private final Repeated trainStep;
    private final Repeated forwardPass;

    /**
     * Opens the backend of a case and no other.
     *
     * @param learningRate of SGD with momentum 0.9
     */
    public Session(Case of, double learningRate) {
        this.of = of;
        device = Device.require(of.backend(), of.options());
        model = of.net().model();
        optimizer = new Sgd(learningRate, MOMENTUM);
        Parameters parameters = model.initialize(device, SEED);
        switch (of.work()) {
            case TRAIN -> optimizer.bind(parameters);
            case INFER -> parameters.makeConstant();
        }
        x = samples(of.net().inputs(), of.batch());
        y = labels(of.net().classes(), of.batch());
        trainStep = new Repeated(device, of.replay(), this::trainStep);
        forwardPass = new Repeated(device, of.replay(), this::forwardPass);
    }

    private Tensor samples(int inputs, int batch) {
        float[] values = new float[batch * inputs];
        RandomStream random = new RandomStream(SEED, 1, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-0.5f, 0.5f);
        }
        return device.tensor(Shape.of(batch, inputs), values);
    }

    private Tensor labels(int classes, int batch) {
        int[] labels = new int[batch];
        RandomStream random = new RandomStream(SEED, 2, 0);
        for (int i = 0; i < batch; i++) {
            labels[i] = random.nextInt(classes);
        }
        return device.labels(labels);
    }

    /** What it was opened on. */
    public Device device() {
        return device;
    }

    /** The samples of the batch, row by row. */
    public float[] samples() {
        return x.toArray();
    }

    /** The class of each sample of the batch. */
    public int[] labels() {
        return y.toInts();
    }

    /** Weights [in, out] and biases as they are now, in the order of the layers. */
    public List<float[]> parameters() {
        List<float[]> values = new ArrayList<>();
        model.parameters().forEach(parameter -> values.add(parameter.toArray()));
        return values;
    }

    /**
     * Compares what this session computes with REFERENCE, before its first step.
     *
     * @throws CairnException if they differ
     */
    public void check() {
        Verification.check(of, this);
    }

    /** Training steps; returns once the device is done. */
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            trainStep.once();
        }
        device.ops().synchronize();
    }

    private void trainStep() {
        try (Scope _ = device.training()) {
            loss.apply(model.forward(x, Mode.TRAIN), y).backward();
            optimizer.step();
        }
    }

    /** Forward passes; as somebody waits for each result, the device is done after each. */
    public void infer(int times) {
        for (int i = 0; i < times; i++) {
            forwardPass.once();
            device.ops().synchronize();
        }
    }

    private void forwardPass() {
        try (Scope _ = device.scope()) {
            model.forward(x, Mode.EVAL);
        }
    }

    /** What the case asks for. */
    void run(int times) {
        switch (of.work()) {
            case TRAIN -> train(times);
            case INFER -> infer(times);
        }
    }

    /** The loss as the weights are now. */
    public double lossNow() {
        try (Scope _ = device.scope()) {
            return loss.apply(model.forward(x, Mode.TRAIN), y).item();
        }
    }

    /** The outputs for the batch. */
    public float[] outputs() {
        try (Scope _ = device.scope()) {
            return model.forward(x, Mode.EVAL).toArray();
        }
    }

    /** One line on the device. */
    public String describe() {
        return device.describe();
    }

    @Override
    public void close() {
        device.close();
    }
}
