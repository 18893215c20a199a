package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sandbox needs to run a version of a function. Paths are those of AWS, {@code /var/task},
 * {@code /var/runtime} and {@code /opt}; whoever starts the program translates them where a sandbox
 * has no view of its own.
 *
 * @param label the runtime in INIT_START lines, such as {@code python:3.12}
 * @param mounts the client and the interpreter; code and layers are not among them
 * @param arguments the program and its arguments
 * @param warmArguments the same for a start ahead of any function; empty where there is no such
 * @param environment the runtime's own variables
 * @param framedLogs whether the program writes framed logs where it is offered the pipe
 * @param warnings what differs from AWS, for the function's log
 * @param jvm what is of Java alone; empty for all others
 */
public record RuntimeSetup(
        String label,
        List<SandboxMount> mounts,
        List<String> arguments,
        List<String> warmArguments,
        Map<String, String> environment,
        boolean framedLogs,
        List<String> warnings,
        Optional<Jvm> jvm) {
    public RuntimeSetup {
        mounts = List.copyOf(mounts);
        arguments = List.copyOf(arguments);
        warmArguments = List.copyOf(warmArguments);
        environment = Map.copyOf(environment);
        warnings = List.copyOf(warnings);
    }

    /**
     * What is of Java alone.
     *
     * @param trust the trust store of its JDK, and where a sandbox sees it; empty when it would not
     * @param client how its client's classes are archived; empty where they cannot be
     * @param own how those of the version's own init phase are; empty where they are not
     */
    public record Jvm(
            Optional<SandboxMount> trust,
            Optional<ClassArchive> client,
            Optional<ClassArchive> own) {}

    /**
     * How the classes that a start loads are archived, so that later ones need neither parse nor
     * verify them.
     *
     * @param folder of this JDK, this client and this kind of archive alone
     * @param training runs the client with the handler that follows; what it archives is at {@link
     *     #TRAINED} once it was asked to end
     * @param use makes a start use an archive at {@link #PLACE}, and say nothing if it cannot
     */
    public record ClassArchive(Path folder, List<String> training, List<String> use) {
        /** Where a training leaves an archive. */
        public static final String TRAINED = "/tmp/" + ClassArchive.FILE;

        /** Where a sandbox sees the folder of one. */
        public static final String PLACE = "/var/classes";

        /** What an archive is called in its folder. */
        public static final String FILE = "classes.jsa";

        public ClassArchive {
            training = List.copyOf(training);
            use = List.copyOf(use);
        }

        /** The command that archives what the client and a handler load. */
        public List<String> training(String handler) {
            return Stream.concat(training.stream(), Stream.of(handler)).toList();
        }
    }

    /** The trust store of its JDK, and where a sandbox sees it; empty for all others. */
    public Optional<SandboxMount> javaTrust() {
        return jvm.flatMap(Jvm::trust);
    }

    /** Of a language that trusts what the system trusts. */
    public RuntimeSetup(
            String label,
            List<SandboxMount> mounts,
            List<String> arguments,
            List<String> warmArguments,
            Map<String, String> environment,
            boolean framedLogs,
            List<String> warnings) {
        this(
                label,
                mounts,
                arguments,
                warmArguments,
                environment,
                framedLogs,
                warnings,
                Optional.empty());
    }
}
