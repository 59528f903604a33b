package dev.cairn.peers.dl4j;

import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's multi-layer network, with workspaces. */
final class Dl4jPeer implements Peer {
    private final Problem problem;
    private final MultiLayerNetwork net;
    private final INDArray x;
    private final INDArray y;
    private final Map<Integer, INDArray> inferred = new HashMap<>();
    private boolean tiny;

    private Dl4jPeer(Problem problem) {
        this.problem = problem;
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Momentum(Problem.LEARNING_RATE, Problem.MOMENTUM))
                .list();
        for (int i = 0; i < problem.layers(); i++) {
            layers.layer(problem.isHidden(i)
                    ? new DenseLayer.Builder().nIn(problem.in(i)).nOut(problem.out(i)).activation(Activation.RELU)
                            .build()
                    : new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(problem.in(i)).nOut(problem.out(i))
                            .activation(Activation.SOFTMAX).build());
        }
        net = new MultiLayerNetwork(layers.build());
        net.init();
        for (int i = 0; i < problem.layers(); i++) {
            net.getParam(i + "_W")
                    .assign(Nd4j.create(problem.weights(i), new long[] {problem.in(i), problem.out(i)}, 'c'));
        }
        x = samples(problem.batch());
        y = Nd4j.create(problem.oneHotLabels(), new long[] {problem.batch(), problem.out(problem.layers() - 1)}, 'c');
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, Dl4jPeer::new);
    }

    private INDArray samples(int count) {
        return Nd4j.create(problem.inputs(count), new long[] {count, problem.in(0)}, 'c');
    }

    @Override
    public String version() {
        return Worker.jarOf(MultiLayerNetwork.class) + ", "
                + Nd4j.getExecutioner().getClass().getSimpleName();
    }

    @Override
    public double step() {
        net.fit(x, y);
        return net.score();
    }

    @Override
    public void train(int steps) {
        if (!tiny) {
            net.setLearningRate(Problem.TINY_LEARNING_RATE);
            tiny = true;
        }
        for (int i = 0; i < steps; i++) {
            net.fit(x, y);
        }
    }

    @Override
    public void infer(int samples, int times) {
        INDArray input = inferred.computeIfAbsent(samples, this::samples);
        for (int i = 0; i < times; i++) {
            net.output(input);
        }
    }
}
