package dev.gatehouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints which Gatehouse this is, and on which Java. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Print which Gatehouse this is, and on which Java.")
final class Version implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

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

    /** The line that {@code --version} prints. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "gatehouse %s (Java %s, %s %s)"
                        .formatted(
                                release(),
                                Runtime.version().feature(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"))
            };
        }
    }
}
