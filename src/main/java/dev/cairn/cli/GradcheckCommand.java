package dev.cairn.cli;

import dev.cairn.train.GradientCheckCase;
import dev.cairn.train.GradientCheckSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn gradcheck}: whether the gradients are those of the functions. */
@Command(
        name = "gradcheck",
        description = "Compares all gradients with central differences in double precision: every layer, activation, loss and regulariser, alone and in networks.")
final class GradcheckCommand implements Callable<Integer> {
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--step", paramLabel = "H",
            description = "Another step of the differences, from 0 to 1. What is found is shown but not judged: differences are off by the square of the step, and by more at the corners of ReLU. Default: 1e-5, and 0.01 in the cases that say so.")
    private @Nullable Double step;

    @Option(names = "--only", paramLabel = "TEXT", defaultValue = "",
            description = "Only the cases with this text in their names.")
    private String only = "";

    @Override
    public Integer call() {
        List<GradientCheckCase> cases = GradientCheckSuite.cases().stream()
                .filter(check -> check.name().toLowerCase(Locale.ROOT).contains(only.toLowerCase(Locale.ROOT)))
                .map(this::withStep)
                .toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("only '" + only + "': no case has this text in its name");
        }
        List<GradientChecks.Result> results = new ArrayList<>();
        for (GradientCheckCase check : cases) {
            GradientChecks.Result result = GradientChecks.Result.of(check);
            results.add(result);
            if (!output.isJson()) {
                output.out().println(result.text(step == null));
            }
        }
        GradientChecks all = new GradientChecks(results, step == null);
        output.out().print(output.isJson() ? all.toJson() : all.summary() + "\n");
        output.out().flush();
        all.failed().forEach(name -> output.warn("the gradients of " + name + " are wrong"));
        return all.failed().isEmpty() ? 0 : 1;
    }

    private GradientCheckCase withStep(GradientCheckCase check) {
        if (step == null) {
            return check;
        }
        return new GradientCheckCase(check.name(), check.settings().withStep(step), Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY, check.problem());
    }
}
