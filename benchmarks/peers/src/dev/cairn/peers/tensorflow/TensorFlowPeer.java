package dev.cairn.peers.tensorflow;

import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow-Java as a graph: two training operations over the same gradients, one for each learning rate. Labels are one-hot,
 * as the loss of integers has no gradient from Java.
 */
final class TensorFlowPeer implements Peer {
    private final Problem problem;
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session;
    private final List<VarHandleOp> handles = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Operand<TFloat32>> weights = new ArrayList<>();
    private final List<Op> assignments = new ArrayList<>();
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> y;
    private final Operand<TFloat32> logits;
    private final Operand<TFloat32> loss;
    private final Op compared;
    private final Op timed;
    private final TFloat32 inputs;
    private final TFloat32 labels;
    private final Map<Integer, TFloat32> inferred = new HashMap<>();

    private TensorFlowPeer(Problem problem) {
        this.problem = problem;
        x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, problem.in(0))));
        int classes = problem.out(problem.layers() - 1);
        y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, classes)));
        Map<Placeholder<TFloat32>, float[]> first = new HashMap<>();
        logits = forward(first);
        loss = tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
        Output<?>[] gradients = graph.addGradients(loss.asOutput(),
                weights.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
        compared = training(gradients, Problem.LEARNING_RATE);
        timed = training(gradients, Problem.TINY_LEARNING_RATE);
        session = new Session(graph, ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(problem.threads())
                .setInterOpParallelismThreads(1)
                .setExperimental(ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR"))
                .build());
        Session.Runner runner = session.runner();
        assignments.forEach(runner::addTarget);
        first.forEach((placeholder, values) -> runner.feed(placeholder, reals(placeholder.asOutput().shape(), values)));
        runner.run().close();
        inputs = samples(problem.batch());
        labels = reals(Shape.of(problem.batch(), classes), problem.oneHotLabels());
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, TensorFlowPeer::new);
    }

    private Operand<TFloat32> forward(Map<Placeholder<TFloat32>, float[]> first) {
        Operand<TFloat32> h = x;
        for (int i = 0; i < problem.layers(); i++) {
            Operand<TFloat32> w = variable(Shape.of(problem.in(i), problem.out(i)), problem.weights(i), first);
            Operand<TFloat32> b = variable(Shape.of(problem.out(i)), new float[problem.out(i)], first);
            h = tf.nn.biasAdd(tf.linalg.matMul(h, w), b);
            if (problem.isHidden(i)) {
                h = tf.nn.relu(h);
            }
        }
        return h;
    }

    /** The value of a new variable. The older variables that operations refer to are updated while gradients read them. */
    private Operand<TFloat32> variable(Shape shape, float[] values, Map<Placeholder<TFloat32>, float[]> first) {
        VarHandleOp handle = handle("w" + handles.size(), shape);
        Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        assignments.add(tf.assignVariableOp(handle, value));
        first.put(value, values);
        handles.add(handle);
        shapes.add(shape);
        weights.add(tf.readVariableOp(handle, TFloat32.class));
        return weights.getLast();
    }

    private VarHandleOp handle(String name, Shape shape) {
        return tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
    }

    private Op training(Output<?>[] gradients, double learningRate) {
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            VarHandleOp velocity = handle("v" + i + "at" + learningRate, shapes.get(i));
            assignments.add(tf.assignVariableOp(velocity, tf.zeros(tf.constant(shapes.get(i)), TFloat32.class)));
            @SuppressWarnings("unchecked")
            Operand<TFloat32> gradient = (Operand<TFloat32>) gradients[i];
            updates.add(tf.train.resourceApplyMomentum(handles.get(i), velocity, tf.constant((float) learningRate),
                    gradient, tf.constant((float) Problem.MOMENTUM)));
        }
        return tf.withControlDependencies(updates).noOp();
    }

    private static TFloat32 reals(Shape shape, float[] values) {
        return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    private TFloat32 samples(int count) {
        return reals(Shape.of(count, problem.in(0)), problem.inputs(count));
    }

    @Override
    public String version() {
        return Worker.jarOf(TensorFlow.class) + ", TensorFlow " + TensorFlow.version();
    }

    @Override
    public double step() {
        try (Result result = session.runner().feed(x, inputs).feed(y, labels).fetch(loss).addTarget(compared).run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Override
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            session.runner().feed(x, inputs).feed(y, labels).addTarget(timed).run().close();
        }
    }

    @Override
    public void infer(int samples, int times) {
        TFloat32 input = inferred.computeIfAbsent(samples, this::samples);
        for (int i = 0; i < times; i++) {
            session.runner().feed(x, input).fetch(logits).run().close();
        }
    }
}
