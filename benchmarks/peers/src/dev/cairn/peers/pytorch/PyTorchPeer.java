package dev.cairn.peers.pytorch;

import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ API: modules, autograd and torch::optim::SGD, tensors released by a scope a step. */
final class PyTorchPeer implements Peer {
    private final Problem problem;
    private final LinearImpl[] layers;
    private final SGD compared;
    private final SGD timed;
    private final Tensor x;
    private final Tensor y;
    private final Map<Integer, Tensor> inferred = new HashMap<>();

    private PyTorchPeer(Problem problem) {
        this.problem = problem;
        torch.set_num_threads(problem.threads());
        torch.set_num_interop_threads(1);
        layers = new LinearImpl[problem.layers()];
        TensorVector parameters = new TensorVector();
        try (NoGradGuard _ = new NoGradGuard()) {
            for (int i = 0; i < layers.length; i++) {
                layers[i] = new LinearImpl(problem.in(i), problem.out(i));
                layers[i].weight().copy_(reals(problem.transposedWeights(i), problem.out(i), problem.in(i)));
                layers[i].bias().zero_();
                parameters.push_back(layers[i].weight());
                parameters.push_back(layers[i].bias());
            }
        }
        compared = new SGD(parameters, options(Problem.LEARNING_RATE));
        timed = new SGD(parameters, options(Problem.TINY_LEARNING_RATE));
        x = samples(problem.batch());
        y = labels(problem.labels());
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, PyTorchPeer::new);
    }

    private static SGDOptions options(double learningRate) {
        SGDOptions options = new SGDOptions(learningRate);
        options.momentum().put(Problem.MOMENTUM);
        return options;
    }

    private static Tensor reals(float[] values, long... shape) {
        return torch.from_blob(new FloatPointer(values), shape).clone();
    }

    private static Tensor labels(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return torch.from_blob(new LongPointer(wide), new long[] {wide.length},
                new TensorOptions(torch.ScalarType.Long)).clone();
    }

    private Tensor samples(int count) {
        return reals(problem.inputs(count), count, problem.in(0));
    }

    @Override
    public String version() {
        return Worker.jarOf(Tensor.class);
    }

    private Tensor forward(Tensor input) {
        Tensor y = input;
        for (int i = 0; i < layers.length; i++) {
            y = layers[i].forward(y);
            if (problem.isHidden(i)) {
                y = y.relu_();
            }
        }
        return y;
    }

    @Override
    public double step() {
        return step(compared, true);
    }

    private double step(SGD optimizer, boolean tell) {
        try (PointerScope _ = new PointerScope()) {
            Tensor loss = torch.cross_entropy_loss(forward(x), y);
            optimizer.zero_grad(true);
            loss.backward();
            optimizer.step();
            return tell ? loss.item_float() : 0;
        }
    }

    @Override
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            step(timed, false);
        }
    }

    @Override
    public void infer(int samples, int times) {
        Tensor input = inferred.computeIfAbsent(samples, this::samples);
        try (InferenceMode _ = new InferenceMode(true)) {
            for (int i = 0; i < times; i++) {
                try (PointerScope _ = new PointerScope()) {
                    forward(input);
                }
            }
        }
    }
}
