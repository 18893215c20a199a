package dev.gatehouse.cli;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** Prints which Gatehouse this is, and on which Java. */
final class Version implements Verb {
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

    /** Of which commit an installed one was made. */
    private static String commit() {
        String build = System.getProperty("gatehouse.build");
        return build == null ? "" : ", commit " + build;
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
