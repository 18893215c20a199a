package dev.gatehouse.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds and deploys an app to a running node. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Build the app in a folder with a SAM template.yaml and deploy it to a running node.",
            "",
            "  gatehouse deploy examples/notes --parameter MaximumNoteLength=500"
        })
final class Deploy implements Callable<Integer> {
    @Parameters(paramLabel = "APP", description = "folder with a template.yaml")
    private Path app = Path.of(".");

    @Option(
            names = "--stack-name",
            paramLabel = "NAME",
            description = "the stack (default: the folder's name)")
    private @Nullable String stackName;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "value of a template parameter; may be repeated")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Mixin private Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String stack = stackName == null ? stackNameOf(app) : stackName;
        new Deployment(target.client(), target.builds(), spec.commandLine().getOut())
                .deploy(app, stack, parameters);
        return 0;
    }

    /** A folder's name as a stack may be called. */
    static String stackNameOf(Path app) {
        String name = String.valueOf(app.toAbsolutePath().normalize().getFileName());
        String allowed = name.replaceAll("[^a-zA-Z0-9-]", "-");
        return Character.isLetter(allowed.charAt(0)) ? allowed : "app-" + allowed;
    }
}
