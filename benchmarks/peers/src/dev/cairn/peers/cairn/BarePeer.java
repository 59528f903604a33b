package dev.cairn.peers.cairn;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernels that Cairn calls in a step, called one after the other on buffers: what the step costs without a framework. */
final class BarePeer implements Peer {
    private static final UpdateRule SGD = new UpdateRule.Sgd(Problem.MOMENTUM, false);

    private final Problem problem;
    private final Device device;
    private final Ops ops;
    private final Buffer parameters;
    private final Buffer gradients;
    private final Buffer[] velocity;
    private final List<Buffer> weights = new ArrayList<>();
    private final List<Buffer> biases = new ArrayList<>();
    private final List<Buffer> weightGradients = new ArrayList<>();
    private final List<Buffer> biasGradients = new ArrayList<>();
    private final Segments segments;
    private final Buffer rates;
    private final Buffer counter;
    private final Buffer status;
    private final Buffer loss;
    private final Buffer labels;
    private final Buffer x;
    private final List<Buffer> outputs;
    /** By layer: of its outputs. */
    private final List<Buffer> outputGradients;
    private final Map<Integer, Buffer> inferred = new HashMap<>();
    private final Map<Integer, List<Buffer>> inferredOutputs = new HashMap<>();

    private BarePeer(Problem problem) {
        this.problem = problem;
        device = Device.require(Backend.CPU, DeviceOptions.defaults().withThreads(problem.threads()));
        ops = device.ops();
        int length = 0;
        for (int i = 0; i < problem.layers(); i++) {
            length += (problem.in(i) + 1) * problem.out(i);
        }
        parameters = zeros(length);
        gradients = zeros(length);
        velocity = new Buffer[] {zeros(length)};
        layOut();
        segments = new Segments(new int[] {0}, new int[] {length}, new float[] {1}, new float[] {0},
                new boolean[] {false});
        rates = zeros(3);
        counter = ints(new int[] {0});
        status = ints(new int[] {-1});
        loss = zeros(1);
        labels = ints(problem.labels());
        x = reals(problem.inputs(problem.batch()));
        outputs = outputs(problem.batch());
        outputGradients = outputs(problem.batch());
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, BarePeer::new);
    }

    private void layOut() {
        int from = 0;
        for (int i = 0; i < problem.layers(); i++) {
            int matrix = problem.in(i) * problem.out(i);
            weights.add(parameters.slice(from, matrix));
            weightGradients.add(gradients.slice(from, matrix));
            ops.upload(problem.weights(i), 0, weights.get(i));
            biases.add(parameters.slice(from + matrix, problem.out(i)));
            biasGradients.add(gradients.slice(from + matrix, problem.out(i)));
            from += matrix + problem.out(i);
        }
    }

    private Buffer zeros(int length) {
        Buffer buffer = device.take(length);
        ops.fill(0, buffer);
        return buffer;
    }

    private Buffer reals(float[] values) {
        Buffer buffer = device.take(values.length);
        ops.upload(values, 0, buffer);
        return buffer;
    }

    private Buffer ints(int[] values) {
        Buffer buffer = device.take(ElementType.INT32, values.length);
        ops.upload(values, 0, buffer);
        return buffer;
    }

    private List<Buffer> outputs(int samples) {
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < problem.layers(); i++) {
            buffers.add(zeros(samples * problem.out(i)));
        }
        return buffers;
    }

    @Override
    public String version() {
        return device.describe();
    }

    @Override
    public double step() {
        rate(Problem.LEARNING_RATE);
        trainOnce();
        float[] value = new float[1];
        ops.download(loss, value);
        return value[0];
    }

    @Override
    public void train(int steps) {
        rate(Problem.TINY_LEARNING_RATE);
        for (int i = 0; i < steps; i++) {
            trainOnce();
        }
    }

    private void rate(double learningRate) {
        ops.upload(new float[] {(float) learningRate, 1, 1}, 0, rates);
    }

    private void trainOnce() {
        int batch = problem.batch();
        forward(batch, x, outputs);
        int last = problem.layers() - 1;
        ops.softmaxCrossEntropy(batch, outputs.get(last), labels, null, 0, loss, outputGradients.get(last));
        for (int i = last; i >= 0; i--) {
            Buffer dy = outputGradients.get(i);
            ops.biasActivationGradient(activation(i), 0, outputs.get(i), dy, dy, false, biasGradients.get(i));
            ops.gemm(true, false, problem.in(i), problem.out(i), batch, i == 0 ? x : outputs.get(i - 1), dy, false,
                    weightGradients.get(i));
            if (i > 0) {
                ops.gemm(false, true, batch, problem.in(i), problem.out(i), dy, weights.get(i), false,
                        outputGradients.get(i - 1));
            }
        }
        ops.update(SGD, segments, rates, counter, status, gradients, velocity, parameters);
    }

    private void forward(int samples, Buffer input, List<Buffer> to) {
        for (int i = 0; i < problem.layers(); i++) {
            Buffer y = to.get(i);
            ops.gemm(false, false, samples, problem.out(i), problem.in(i), i == 0 ? input : to.get(i - 1),
                    weights.get(i), false, y);
            ops.biasActivation(activation(i), 0, biases.get(i), y, y);
        }
    }

    private Unary activation(int layer) {
        return problem.isHidden(layer) ? Unary.RELU : Unary.IDENTITY;
    }

    @Override
    public void infer(int samples, int times) {
        Buffer input = inferred.computeIfAbsent(samples, count -> reals(problem.inputs(count)));
        List<Buffer> to = inferredOutputs.computeIfAbsent(samples, this::outputs);
        for (int i = 0; i < times; i++) {
            forward(samples, input, to);
        }
    }
}
