package dev.gatehouse.cli;

import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.stack.Deployment;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builds and deploys an app to a running node. */
final class Deploy implements Verb {
    private final PositionalParamSpec app = Verb.word(0, "APP", "folder with a template.yaml");
    private final OptionSpec stackName =
            Verb.option("--stack-name", "NAME", "the stack (default: the folder's name)");
    private final OptionSpec parameters =
            Verb.pairs(
                    "--parameter", "NAME=VALUE", "value of a template parameter; may be repeated");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "deploy",
                    this,
                    "Build the app in a folder with a SAM template.yaml and deploy it to a running"
                            + " node.",
                    "",
                    "  gatehouse deploy examples/notes --parameter MaximumNoteLength=500");

    Deploy() {
        spec.addPositional(app).addOption(stackName).addOption(parameters);
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        Path folder = Path.of(app.<String>getValue());
        String given = stackName.getValue();
        String stack = given == null ? Deployment.stackNameOf(folder) : given;
        Packager packager = new Packager(target.builds());
        new Deployment(target.client(), packager, spec.commandLine().getOut())
                .deploy(folder, stack, Verb.pairs(parameters));
        return 0;
    }
}
