package dev.cairn.peers.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.cairn.peers.Peer;
import dev.cairn.peers.Problem;
import dev.cairn.peers.Worker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Deep Java Library on its PyTorch engine: its trainer, with a learning rate that falls once the losses are compared. */
final class DjlPeer implements Peer {
    private final Problem problem;
    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDList x;
    private final NDList y;
    private final Map<Integer, NDList> inferred = new HashMap<>();
    private float learningRate = (float) Problem.LEARNING_RATE;

    private DjlPeer(Problem problem) {
        this.problem = problem;
        SequentialBlock net = new SequentialBlock();
        for (int i = 0; i < problem.layers(); i++) {
            net.add(Linear.builder().setUnits(problem.out(i)).build());
            if (problem.isHidden(i)) {
                net.add(Activation.reluBlock());
            }
        }
        model = Model.newInstance("net");
        model.setBlock(net);
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.sgd().setLearningRateTracker((id, step) -> learningRate)
                        .optMomentum((float) Problem.MOMENTUM).build()));
        trainer.initialize(new Shape(problem.batch(), problem.in(0)));
        manager = model.getNDManager();
        setWeights(net);
        x = samples(problem.batch());
        y = new NDList(manager.create(problem.labels()));
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(arguments, DjlPeer::new);
    }

    private void setWeights(SequentialBlock net) {
        int layer = 0;
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                float[] weights = problem.transposedWeights(layer++);
                try (NDArray source = manager.create(weights, parameter.getShape())) {
                    source.copyTo(parameter.getArray());
                }
            }
        }
    }

    private NDList samples(int count) {
        return new NDList(manager.create(problem.inputs(count), new Shape(count, problem.in(0))));
    }

    @Override
    public String version() {
        return Worker.jarOf(Engine.class) + ", " + Engine.getInstance().getEngineName() + " "
                + Engine.getInstance().getVersion();
    }

    @Override
    public double step() {
        return step(true);
    }

    /** Results belong to the manager of their operands, so the batch is lent to one that lasts for a step. */
    private double step(boolean tell) {
        double told = 0;
        try (NDManager ofStep = manager.newSubManager()) {
            x.tempAttach(ofStep);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(y, trainer.forward(x));
                collector.backward(loss);
                if (tell) {
                    told = loss.getFloat();
                }
            }
            trainer.step();
        }
        return told;
    }

    @Override
    public void train(int steps) {
        learningRate = (float) Problem.TINY_LEARNING_RATE;
        for (int i = 0; i < steps; i++) {
            step(false);
        }
    }

    @Override
    public void infer(int samples, int times) {
        NDList input = inferred.computeIfAbsent(samples, this::samples);
        for (int i = 0; i < times; i++) {
            try (NDManager ofStep = manager.newSubManager()) {
                input.tempAttach(ofStep);
                trainer.evaluate(input);
            }
        }
    }
}
