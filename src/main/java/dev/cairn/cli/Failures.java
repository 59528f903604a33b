package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.backend.DeviceException;
import dev.cairn.files.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what was thrown into one sentence and an exit code: 2 where the command line was wrong, also where only the data
 * showed it, and 1 for everything else.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String message = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(wrong.getMessage());
        say(command, message.replaceFirst("^Invalid", "invalid"));
        command.getErr().println("Run '" + command.getCommandSpec().qualifiedName() + " --help' for all options.");
        command.getErr().flush();
        return ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String first = wrong.getUnmatched().getFirst();
        boolean option = wrong.isUnknownOption();
        List<String> near = wrong.getSuggestions();
        String suggestion = near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
        if (!option && wrong.getCommandLine().getParent() == null) {
            suggestion = Suggestion.of(first, Commands.names()).strip();
        }
        return (option ? "unknown option " : "unexpected argument ") + "'" + first + "'"
                + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (command.getParseResult().hasMatchedOption(OutputOptions.DEBUG)) {
            failure.printStackTrace(command.getErr());
        }
        switch (failure) {
            case IllegalArgumentException wrong -> {
                return handleParseException(new ParameterException(command, String.valueOf(wrong.getMessage())),
                        new String[0]);
            }
            case DeviceException known -> say(command, String.valueOf(known.getMessage()));
            case CairnException known -> say(command, String.valueOf(known.getMessage()));
            default -> say(command, "unexpected failure, " + failure + "; " + OutputOptions.DEBUG
                    + " shows where it came from");
        }
        return ExitCode.SOFTWARE;
    }

    /** There was not enough memory for what was asked. */
    static int outOfMemory(PrintWriter err) {
        err.println(
                "cairn: out of memory; use fewer samples (--train-size) or smaller layers, or give Java more memory,"
                        + " as in CAIRN_JAVA_OPTS=-Xmx8g");
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("cairn: " + message);
        command.getErr().flush();
    }
}
