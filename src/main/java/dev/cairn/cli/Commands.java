package dev.cairn.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** The commands of {@code cairn}. Reading the options of all ten takes as long as starting Java, so only those named are read. */
final class Commands {
    private static final List<Class<?>> ALL = List.of(TrainCommand.class, SearchCommand.class, ReproduceCommand.class,
            EvaluateCommand.class, PredictCommand.class, DashboardCommand.class, GradcheckCommand.class,
            ProfileCommand.class, DevicesCommand.class, BenchCommand.class);
    /** How a word begins that stands for a file of words, which may name any command. */
    private static final String FILE = "@";
    /** What the list of commands leaves free before a column. */
    private static final int INDENT = 2;

    private Commands() {
    }

    /** Adds the commands that the words may name to the command line that is to read these words, and returns it. */
    static CommandLine addTo(CommandLine cairn, String... words) {
        List<String> named = Arrays.asList(words);
        boolean any = named.stream().anyMatch(word -> word.startsWith(FILE));
        for (Class<?> type : ALL) {
            if (any || named.contains(nameOf(type))) {
                cairn.addSubcommand(nameOf(type), type);
            }
        }
        return cairn;
    }

    static List<String> names() {
        return ALL.stream().map(Commands::nameOf).toList();
    }

    /** All commands with the first paragraph of what they do, for the help. */
    static String list(CommandLine.Help help) {
        int names = INDENT + names().stream().mapToInt(String::length).max().orElse(0);
        int texts = help.commandSpec().usageMessage().width() - names;
        TextTable table = TextTable.forColumns(help.colorScheme(), new Column(names, INDENT, Overflow.SPAN),
                new Column(texts, INDENT, Overflow.WRAP));
        for (Class<?> type : ALL) {
            table.addRowValues(help.colorScheme().commandText(nameOf(type)),
                    help.colorScheme().text(type.getAnnotation(Command.class).description()[0]));
        }
        return String.format("Commands:%n%s", table);
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
