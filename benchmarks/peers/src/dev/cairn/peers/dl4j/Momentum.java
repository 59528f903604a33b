package dev.cairn.peers.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** Momentum as the others have it, v = momentum v + g, w -= rate v: DL4J itself has Nesterov's alone. */
final class Momentum implements IUpdater, GradientUpdater<Momentum> {
    private static final long serialVersionUID = 1;
    private static final String VELOCITY = "velocity";

    private final double momentum;
    private double learningRate;
    private transient INDArray velocity;

    Momentum(double learningRate, double momentum) {
        this.learningRate = learningRate;
        this.momentum = momentum;
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<Momentum> instantiate(INDArray view, boolean initialize) {
        Momentum updater = new Momentum(learningRate, momentum);
        updater.velocity = initialize ? view.assign(0) : view;
        return updater;
    }

    @Override
    public GradientUpdater<Momentum> instantiate(Map<String, INDArray> state, boolean initialize) {
        return instantiate(state.get(VELOCITY), initialize);
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        velocity = state.get(VELOCITY);
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(VELOCITY, velocity);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        velocity = initialize ? view.assign(0) : view;
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        velocity.muli(momentum).addi(gradient);
        gradient.assign(velocity).muli(learningRate);
    }

    @Override
    public Momentum getConfig() {
        return this;
    }

    @Override
    public Momentum clone() {
        return new Momentum(learningRate, momentum);
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate;
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        learningRate = rate;
    }
}
