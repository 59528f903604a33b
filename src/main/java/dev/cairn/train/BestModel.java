package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import dev.cairn.metrics.Goal;
import dev.cairn.nn.Parameters;

/** Keeps a copy of the parameters that had the best value of a figure so far, on the device. */
final class BestModel implements AutoCloseable {
    private final Parameters parameters;
    private final String column;
    private final Goal goal;
    private final Tensor copy;
    private double best = Double.NaN;

    BestModel(Parameters parameters, String column, Goal goal) {
        this.parameters = parameters;
        this.column = column;
        this.goal = goal;
        Tensor all = parameters.all();
        copy = parameters.device().lasting("best model", all.shape(), ElementType.REAL);
    }

    /** Copies the parameters if the last evaluation was the best. */
    void consider(History.Row row) {
        double value = row.value(column);
        if (goal.isBetter(value, best)) {
            best = value;
            device().ops().copy(parameters.all().buffer(), copy.buffer());
        }
    }

    /** Puts the best parameters back; the present ones stay if there was no evaluation. */
    void restore() {
        if (!Double.isNaN(best)) {
            device().ops().copy(copy.buffer(), parameters.all().buffer());
        }
    }

    private Device device() {
        return parameters.device();
    }

    @Override
    public void close() {
        if (device().isOpen()) {
            device().release(copy);
        }
    }
}
