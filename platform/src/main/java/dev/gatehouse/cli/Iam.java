package dev.gatehouse.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Tells why something is denied, and what would allow it. */
final class Iam implements Verb {
    private final CommandSpec spec =
            Verb.named("iam", this, "Tell why calls are denied, and what would allow them.");

    Iam() {
        spec.addSubcommand(null, new IamExplain().spec());
        spec.addSubcommand(null, new IamDenied().spec());
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
