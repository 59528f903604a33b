package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.autodiff.GradientCheck;
import dev.cairn.backend.RandomStream;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Huber;
import dev.cairn.loss.Loss;
import dev.cairn.loss.MeanAbsoluteError;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.loss.SumOfSquares;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.InputMean;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Networks;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Sgd;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradient checks of every layer, activation, loss and regulariser alone and in networks of each kind. The batches are
 * random, from fixed seeds, and stay clear of the corners of ReLU and absolute values.
 */
public final class GradientCheckSuite {
    private static final double ABSOLUTE = 1e-8;
    private static final double RELATIVE = 1e-6;
    private static final int BATCH = 5;
    private static final int FEATURES = 6;
    private static final int OUTPUTS = 4;
    private static final int SAMPLED = 50;
    private static final long SEED = 7;

    private static final List<String> ACTIVATIONS = List.of("Identity", "Sigmoid", "Tanh", "ScaledTanh", "Relu",
            "LeakyRelu(0.01)", "Gelu");

    /** Σ prediction · coefficients: the gradient by a layer's result differs in every element. */
    private static final Loss WEIGHTED_SUM = (prediction, target) -> prediction.multiply(target).sum();

    /** What a batch is compared with. */
    private enum Target {
        NUMBERS,
        PROBABILITIES,
        LABELS
    }

    private final List<GradientCheckCase> cases = new ArrayList<>();

    private GradientCheckSuite() {
        layersAlone();
        addLosses("alone", "Identity", OUTPUTS);
        penaltyAlone();
        networks();
        publishedNetworks();
    }

    /** All cases, in the order of a report. */
    public static List<GradientCheckCase> cases() {
        return List.copyOf(new GradientCheckSuite().cases);
    }

    // Alone -------------------------------------------------------------------------------------------------------

    private void layersAlone() {
        List<String> layers = new ArrayList<>(ACTIVATIONS);
        layers.addAll(List.of("Dense(6, 4)", "Dense(6, 4, bias=false)", "Softmax", "Dropout(0.3)", "BatchNorm(6)",
                "InputMean(6)", "Flatten"));
        for (String text : layers) {
            add(text + " alone", Networks.parse(text), WEIGHTED_SUM, Target.NUMBERS);
        }
        add("InputMean(6) with a mean alone", new InputMean(Shape.of(FEATURES), 1, 2, 3, 4, 5, 6), WEIGHTED_SUM,
                Target.NUMBERS);
        add("BatchNorm(6) in evaluation alone", new BatchNorm(FEATURES), WEIGHTED_SUM, FEATURES, Target.NUMBERS,
                Mode.EVAL);
    }

    private void penaltyAlone() {
        Layer model = Networks.parse("Dense(6, 4, bias=false)").l2(0.05);
        Loss nothing = (prediction, target) -> prediction.device().scalar(0);
        add("L2 penalty alone", new GradientCheck(), model, nothing, FEATURES, Target.NUMBERS);
    }

    private void addLosses(String where, String model, int features) {
        addLoss("softmax cross-entropy with labels", where, model, new SoftmaxCrossEntropy(), features, Target.LABELS);
        addLoss("softmax cross-entropy with probabilities", where, model, new SoftmaxCrossEntropy(), features,
                Target.PROBABILITIES);
        addLoss("softmax cross-entropy with class weights", where, model,
                new SoftmaxCrossEntropy().classWeights(1, 2, 0.5f, 3), features, Target.LABELS);
        addLoss("softmax cross-entropy with label smoothing", where, model,
                new SoftmaxCrossEntropy().labelSmoothing(0.1), features, Target.LABELS);
        addLoss("mean squared error", where, model, new MeanSquaredError(), features, Target.NUMBERS);
        addLoss("mean squared error with labels", where, model, new MeanSquaredError(), features, Target.LABELS);
        addLoss("sum of squares", where, model, new SumOfSquares(), features, Target.NUMBERS);
        addLoss("mean absolute error", where, model, new MeanAbsoluteError(), features, Target.NUMBERS);
        addLoss("Huber", where, model, new Huber(0.5), features, Target.NUMBERS);
        addLoss("binary cross-entropy", where, model, new BinaryCrossEntropy(), features, Target.PROBABILITIES);
        addLoss("binary cross-entropy with positive weight", where, model, new BinaryCrossEntropy(3), features,
                Target.LABELS);
    }

    private void addLoss(String name, String where, String model, Loss loss, int features, Target target) {
        add(name + " " + where, Networks.parse(model), loss, features, target, Mode.TRAIN);
    }

    // Networks ----------------------------------------------------------------------------------------------------

    private void networks() {
        Loss crossEntropy = new SoftmaxCrossEntropy();
        for (String activation : ACTIVATIONS) {
            add(activation + " in a network",
                    Networks.parse("Sequential(Dense(6, 8), " + activation + ", Dense(8, 4))"), crossEntropy,
                    Target.LABELS);
        }
        addLosses("in a network", "Sequential(Dense(6, 8), Tanh, Dense(8, 4))", FEATURES);
        for (String text : List.of("Sequential(Dense(6, 8), Sigmoid, Dense(8, 4), Softmax)",
                "Sequential(Dense(6, 8), Relu, Dropout(0.3), Dense(8, 8), Gelu, Dropout(0.5), Dense(8, 4))",
                "Sequential(Dense(6, 8, bias=false), BatchNorm(8), Tanh, Dense(8, 4))",
                "Sequential(InputMean(6), Flatten, Sequential(Dense(6, 8), Tanh), Sequential(Dense(8, 4)))")) {
            boolean probabilities = text.contains("Softmax");
            add(text, Networks.parse(text), probabilities ? new MeanSquaredError() : crossEntropy, Target.LABELS);
        }
        add("L2 penalty in a network", Networks.parse("Sequential(Dense(6, 8), Tanh, Dense(8, 4))").l2(0.05),
                crossEntropy, Target.LABELS);
        add("frozen first layer", frozenFirst("Sequential(Dense(6, 8), Tanh, Dense(8, 4))"), crossEntropy,
                Target.LABELS);
    }

    private static Layer frozenFirst(String text) {
        Layer model = Networks.parse(text);
        model.children().getFirst().freeze();
        return model;
    }

    /** The networks of the published reports, on a sample of each matrix's elements. */
    private void publishedNetworks() {
        GradientCheck sampled = new GradientCheck().withAtMost(SAMPLED);
        String sigmoid = "Sequential(Dense(1024, 16), Sigmoid, Dense(16, 10), Sigmoid)";
        String scaledTanh = "Sequential(Dense(784, 64), ScaledTanh, Dense(64, 10), ScaledTanh)";
        String relu = "Sequential(Dense(2, 25), Relu, Dense(25, 25), Relu, Dense(25, 2), Sigmoid)";
        String mean = "Sequential(InputMean(3072), Dense(3072, 50), Relu, Dense(50, 10))";
        String deep = "Sequential(Dense(784, 100), Relu, Dense(100, 100), Relu, Dense(100, 10))";
        add(sigmoid, sampled, Networks.parse(sigmoid), new MeanSquaredError(), 1024, Target.LABELS);
        add(scaledTanh, sampled, Networks.parse(scaledTanh), new SumOfSquares(), 784, Target.LABELS);
        add(relu, sampled, Networks.parse(relu), new SumOfSquares(), 2, Target.LABELS);
        add(mean + " with L2", sampled, Networks.parse(mean).l2(0.00275), new SoftmaxCrossEntropy(), 3072,
                Target.LABELS);
        add(deep, sampled, Networks.parse(deep), new SoftmaxCrossEntropy(), 784, Target.LABELS);
        addPublishedSetting("Sequential(Dense(784, 64), Sigmoid, Dense(64, 10))", 50);
        addPublishedSetting("Sequential(Dense(784, 64), ScaledTanh, Dense(64, 10))", 10);
    }

    /** A step of 0.01 on a network that has learnt its batch, where a difference of at most 1e-7 was published. */
    private void addPublishedSetting(String text, int steps) {
        GradientCheck coarse = new GradientCheck().withStep(0.01).withAtMost(SAMPLED);
        add(text + " after " + steps + " steps, h = 0.01", coarse, 1e-7, Double.POSITIVE_INFINITY, (device, check) -> {
            Layer model = Networks.parse(text);
            Loss loss = new SoftmaxCrossEntropy();
            Optimizer optimizer = new Sgd(0.5);
            optimizer.bind(model.initialize(device, SEED));
            Tensor x = numbers(device, Shape.of(BATCH, 784), 1).relu();
            Tensor y = target(device, Target.LABELS, model, x);
            for (int i = 0; i < steps; i++) {
                try (Scope _ = device.training()) {
                    loss.apply(model.forward(x, Mode.TRAIN), y).backward();
                    optimizer.step();
                }
            }
            return ModelGradientCheck.ofParameters(check, model, loss, x, y);
        });
    }

    // One case ----------------------------------------------------------------------------------------------------

    private void add(String name, Layer model, Loss loss, Target target) {
        add(name, model, loss, FEATURES, target, Mode.TRAIN);
    }

    /** Parameters and input. */
    private void add(String name, Layer model, Loss loss, int features, Target target, Mode mode) {
        add(name, new GradientCheck(), ABSOLUTE, RELATIVE, (device, check) -> {
            model.initialize(device, SEED);
            Tensor x = numbers(device, Shape.of(BATCH, features), 1);
            return ModelGradientCheck.ofParametersAndInput(check, model, loss, x, target(device, target, model, x),
                    mode);
        });
    }

    /** Parameters alone. */
    private void add(String name, GradientCheck settings, Layer model, Loss loss, int features, Target target) {
        add(name, settings, ABSOLUTE, RELATIVE, (device, check) -> {
            model.initialize(device, SEED);
            Tensor x = numbers(device, Shape.of(BATCH, features), 1);
            return ModelGradientCheck.ofParameters(check, model, loss, x, target(device, target, model, x));
        });
    }

    private void add(String name, GradientCheck settings, double absolute, double relative,
            GradientCheckCase.Problem problem) {
        cases.add(new GradientCheckCase(name, settings, absolute, relative, problem));
    }

    private static Tensor target(Device device, Target kind, Layer model, Tensor x) {
        int outputs = model.outputShape(x.shape().row()).elements();
        Tensor numbers = numbers(device, Shape.of(BATCH, outputs), 2);
        return switch (kind) {
            case NUMBERS -> numbers;
            case PROBABILITIES -> numbers.softmax();
            case LABELS -> device.labels(labels(outputs));
        };
    }

    private static int[] labels(int classes) {
        RandomStream random = new RandomStream(SEED, 3, 0);
        int[] labels = new int[BATCH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(classes);
        }
        return labels;
    }

    private static Tensor numbers(Device device, Shape shape, int stream) {
        RandomStream random = new RandomStream(SEED, stream, 1);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return device.tensor(shape, values);
    }
}
