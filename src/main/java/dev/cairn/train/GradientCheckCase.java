package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.autodiff.GradientCheck;
import dev.cairn.autodiff.GradientReport;

/**
 * One network and loss whose gradients are checked.
 *
 * @param name     as a person would say it
 * @param settings of the check
 * @param absolute the difference that no element may reach
 * @param relative the relative difference that no element with a significant gradient may reach
 * @param problem  makes the network and the batch
 */
public record GradientCheckCase(String name, GradientCheck settings, double absolute, double relative,
        Problem problem) {
    /** A network, a loss and a batch. */
    @FunctionalInterface
    public interface Problem {
        /** Makes them on a device and checks them. */
        GradientReport check(Device device, GradientCheck settings);
    }

    /** Checks it on a {@link Backend#REFERENCE} device of its own. */
    public GradientReport run() {
        try (Device device = Device.require(Backend.REFERENCE); Scope _ = device.scope()) {
            return problem.check(device, settings);
        }
    }

    /** Whether a report of this case stays below its bounds. */
    public boolean passes(GradientReport report) {
        return report.isWithin(absolute, relative);
    }

    @Override
    public String toString() {
        return name;
    }
}
