package dev.cairn.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of {@code cairn}. Only those that a command line names are read in full, with all their options: that takes
 * longer than the work of many. Of the others a list of commands and a suggestion need no more than name and description.
 */
final class Commands {
    private static final List<Class<?>> ALL = List.of(TrainCommand.class, SearchCommand.class, ReproduceCommand.class,
            EvaluateCommand.class, PredictCommand.class, DashboardCommand.class, GradcheckCommand.class,
            ProfileCommand.class, DevicesCommand.class, BenchCommand.class);
    /** How a word begins that stands for a file of words, which may name any command. */
    private static final String FILE = "@";

    private Commands() {
    }

    /** Adds all commands to the command line that is to read these words, and returns it. */
    static CommandLine addTo(CommandLine cairn, String... words) {
        List<String> named = Arrays.asList(words);
        boolean any = named.stream().anyMatch(word -> word.startsWith(FILE));
        for (Class<?> type : ALL) {
            Command command = type.getAnnotation(Command.class);
            cairn.addSubcommand(command.name(), any || named.contains(command.name()) ? type : listed(command));
        }
        return cairn;
    }

    private static CommandSpec listed(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.usageMessage().description(command.description());
        return spec;
    }
}
