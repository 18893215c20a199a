package dev.gatehouse.cli;

import dev.gatehouse.cli.stack.Deployment;
import dev.gatehouse.cli.stack.StackClient;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Deletes an app's stack with everything that it made. */
final class Delete implements Verb {
    private final PositionalParamSpec app =
            Verb.word(0, "APP", "the app's folder, or its stack's name");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "delete",
                    this,
                    "Delete an app's stack with everything that it made.",
                    "",
                    "  gatehouse delete examples/notes");

    Delete() {
        spec.addPositional(app);
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        String given = app.getValue();
        Path folder = Path.of(given);
        String stack = Files.isDirectory(folder) ? Deployment.stackNameOf(folder) : given;
        new StackClient(target.client(), spec.commandLine().getOut()).delete(stack);
        return 0;
    }
}
