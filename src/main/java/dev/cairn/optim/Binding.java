package dev.cairn.optim;

import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Segments;
import dev.cairn.backend.UpdateRule;
import dev.cairn.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/** An optimizer's memory for the parameters of one model, and its update. */
final class Binding {
    private final Device device;
    private final Parameters parameters;
    private final UpdateRule rule;
    private final String optimizer;
    private final RateTable rates;
    private final LossMonitor losses;
    private final Tensor norm;
    private final List<Tensor> state = new ArrayList<>();
    private final Buffer[] stateBuffers;
    private final Buffer values;
    private Segments segments;
    private int settings;
    private int changes;

    /** @param epoch the steps of an epoch, as far as they are known */
    Binding(Parameters parameters, UpdateRule rule, String optimizer, long epoch) {
        this.parameters = parameters;
        this.rule = rule;
        this.optimizer = optimizer;
        device = parameters.device();
        values = parameters.values();
        segments = readSegments();
        rates = new RateTable(device, rule, parameters.step(), epoch);
        losses = new LossMonitor(parameters);
        norm = device.lasting("gradient norm", Shape.of(1), ElementType.REAL);
        stateBuffers = new Buffer[rule.slots()];
        for (int i = 0; i < stateBuffers.length; i++) {
            Tensor slot = device.lasting(optimizer + " state", Shape.of(values.length()), ElementType.REAL).fill(0);
            state.add(slot);
            stateBuffers[i] = slot.buffer();
        }
    }

    /** The settings of all parameters as they are now; gradients of frozen ones become 0. */
    private Segments readSegments() {
        settings = parameters.settings();
        for (Parameter parameter : parameters.where(Parameter::learns)) {
            if (parameter.l2() > 0 && rule instanceof UpdateRule.Adam adam && adam.decay() > 0) {
                throw new IllegalArgumentException(optimizer + ": parameter " + parameter.name()
                        + " has an L2 penalty of "
                        + parameter.l2() + ", which decoupled weight decay replaces; set its l2 to 0, or use Adam");
            }
            if (parameter.isFrozen()) {
                device.ops().fill(0, parameter.slot().target());
                parameter.slot().clear();
            }
        }
        return parameters.segments();
    }

    /** @param optimizerChanges a number that moves when the optimizer's own settings do */
    void readSettings(int optimizerChanges) {
        changes = optimizerChanges;
        if (settings != parameters.settings()) {
            segments = readSegments();
        }
    }

    /** Whether no setting has changed since they were read. */
    boolean isCurrent(int optimizerChanges) {
        return settings == parameters.settings() && changes == optimizerChanges;
    }

    /** Clips and applies the gradients of the step, and ends it. */
    void update(double maxNorm, double maxValue) {
        if (!parameters.hasGradients()) {
            throw new IllegalStateException(
                    optimizer + ": step: no loss has reached the parameters since the last step;"
                            + " call backward() on a loss of this model first");
        }
        Ops ops = device.ops();
        Buffer gradients = parameters.gradients();
        parameters.completeGradients();
        if (maxNorm < Double.POSITIVE_INFINITY) {
            ops.clipByNorm(maxNorm, gradients, norm.buffer());
        }
        if (maxValue < Double.POSITIVE_INFINITY) {
            ops.clamp(-maxValue, maxValue, gradients);
        }
        ops.update(rule, segments, rates.buffer(), parameters.counter(), losses.status(), gradients, stateBuffers,
                values);
        parameters.endStep();
    }

    Parameters parameters() {
        return parameters;
    }

    RateTable rates() {
        return rates;
    }

    LossMonitor losses() {
        return losses;
    }

    List<Tensor> state() {
        return List.copyOf(state);
    }

    void release() {
        if (device.isOpen()) {
            rates.release();
            losses.release();
            device.release(norm);
            state.forEach(device::release);
        }
    }
}
