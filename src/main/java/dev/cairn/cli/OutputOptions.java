package dev.cairn.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command says, and where: results on the standard output, everything else on the standard error. */
final class OutputOptions {
    static final String DEBUG = "--debug";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private CommandSpec command;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress and no information; results, warnings and errors alone.")
    private boolean quiet;

    @Option(names = DEBUG, description = "Show where in the program a failure came from.")
    @SuppressWarnings("UnusedVariable") // read from the parsed command line where a failure ends up
    private boolean debug;

    boolean isJson() {
        return json;
    }

    boolean isQuiet() {
        return quiet;
    }

    /** Where results go. */
    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Where progress goes. */
    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** One line that a person may want to know. */
    void info(String line) {
        if (!quiet) {
            say(line);
        }
    }

    /** One line that a person should know. */
    void warn(String line) {
        say("warning: " + line);
    }

    /** One line that was asked for, also when quiet. */
    void say(String line) {
        err().println("cairn: " + line);
        err().flush();
    }
}
