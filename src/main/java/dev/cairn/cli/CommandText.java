package dev.cairn.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command that is running, as one would type it again in a shell. */
final class CommandText {
    private CommandText() {
    }

    static String of(CommandSpec command) {
        List<String> words = command.root().commandLine().getParseResult().originalArgs();
        return command.root().name() + words.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
    }

    /** A word in quotes where a shell would take it for anything else. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
