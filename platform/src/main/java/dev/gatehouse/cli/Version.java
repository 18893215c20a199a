package dev.gatehouse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** Prints which Gatehouse this is, and on which Java. */
final class Version implements Verb {
    /** Of which commit an installed one was made; null in a checkout. */
    private static final @Nullable String BUILD = System.getProperty("gatehouse.build");

    private final CommandSpec spec =
            Verb.named("version", this, "Print which Gatehouse this is, and on which Java.");

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(new Provider().getVersion()[0]);
        return 0;
    }

    /** The release this build is, as the packaged jar states it. */
    static String release() {
        String stated = Version.class.getPackage().getImplementationVersion();
        return stated == null ? "development" : stated;
    }

    /**
     * How this Gatehouse is called: an installed one by its name, one of a checkout by its path.
     */
    static String program() {
        return BUILD == null ? "./gatehouse" : "gatehouse";
    }

    private static String commit() {
        return BUILD == null ? "" : ", commit " + BUILD;
    }

    /** The line that {@code --version} prints. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "gatehouse %s%s (Java %s, %s %s)"
                        .formatted(
                                release(),
                                commit(),
                                Runtime.version().feature(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"))
            };
        }
    }
}
