package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Work;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code cairn}. Exit codes: 0 success, 1 the work failed, 2 the command line was wrong. */
@Command(
        name = "cairn",
        description = "Trains, evaluates and serves neural networks.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before run()
    private CommandSpec spec;

    private Main() {
    }

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // pictures go to files: no window, and no icon in a Mac's dock
        System.exit(execute(writer(System.out), writer(System.err), args));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Runs the command line. Results go to {@code out}, all else to {@code err}; returns the exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        Failures failures = new Failures();
        CommandLine commandLine = withConverters(Commands.addTo(new CommandLine(new Main()), args))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setOut(out)
                .setErr(err);
        Help.install(commandLine);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            return Failures.outOfMemory(err);
        }
    }

    /** Teaches a command line the names of this one's choices. */
    static CommandLine withConverters(CommandLine commandLine) {
        return commandLine
                .registerConverter(Backend.class, new Choice<>(Backend.class))
                .registerConverter(Precision.class, new Choice<>(Precision.class))
                .registerConverter(DatasetName.class, new Choice<>(DatasetName.class))
                .registerConverter(ActivationName.class, new Choice<>(ActivationName.class))
                .registerConverter(InitializerName.class, new Choice<>(InitializerName.class))
                .registerConverter(Work.class, new Choice<>(Work.class))
                .registerConverter(DatasetPart.class, new Choice<>(DatasetPart.class));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"cairn " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
