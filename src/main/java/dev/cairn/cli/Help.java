package dev.cairn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lays out the help of a command: its options under the names of the groups (mixins) they come from. */
final class Help {
    private static final int WIDTH = 110;
    private static final String NO_GROUP = "Other";
    /** picocli's own group, of --help and --version. */
    private static final String STANDARD_GROUP = "mixinStandardHelpOptions";

    private Help() {
    }

    /** Gives a command line and its subcommands this layout. */
    static void install(CommandLine commandLine) {
        commandLine.setUsageHelpWidth(WIDTH);
        commandLine.getCommandSpec().usageMessage().customSynopsis("cairn [-hV] [COMMAND]");
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Commands::list);
        for (CommandLine command : commandLine.getSubcommands().values()) {
            command.getCommandSpec().usageMessage().abbreviateSynopsis(true).optionListHeading("");
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Help::groups);
            if (command.getCommandName().equals(TrainCommand.NAME)) {
                command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> recipes());
            }
        }
    }

    private static String recipes() {
        StringBuilder text = new StringBuilder();
        for (DatasetName dataset : DatasetName.values()) {
            text.append(String.format("  %-14s %s%n", dataset, Recipe.of(dataset)));
        }
        return text.toString();
    }

    private static String groups(CommandLine.Help help) {
        CommandSpec command = help.commandSpec();
        List<OptionSpec> rest = new ArrayList<>(command.options());
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, CommandSpec> group : named(command).entrySet()) {
            List<OptionSpec> options = group.getValue().options();
            rest.removeAll(options);
            text.append(group(help, group.getKey(), options));
        }
        return text.append(group(help, NO_GROUP, rest)).toString();
    }

    /** The groups of a command by name; of a group of groups, those in it. */
    private static SequencedMap<String, CommandSpec> named(CommandSpec command) {
        SequencedMap<String, CommandSpec> groups = new LinkedHashMap<>();
        command.mixins().forEach((name, group) -> {
            if (!group.mixins().isEmpty()) {
                groups.putAll(named(group));
            } else if (!name.equals(STANDARD_GROUP)) {
                groups.put(name, group);
            }
        });
        return groups;
    }

    private static String group(CommandLine.Help help, String name, List<OptionSpec> options) {
        Layout layout = help.createDefaultLayout();
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return options.isEmpty() ? "" : String.format("%n%s:%n%s", name, layout);
    }
}
