package dev.gatehouse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code gatehouse help COMMAND}, for those who do not try {@code --help} first. */
final class Help implements Verb {
    private final NodeLauncher launcher;
    private final PositionalParamSpec command =
            Verb.optionalWord(0, "COMMAND", "the command to explain", null);
    private final CommandSpec spec = Verb.named("help", this, "Explain a command.");

    Help(NodeLauncher launcher) {
        this.launcher = launcher;
        spec.addPositional(command);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        CommandLine gatehouse = Gatehouse.commandLine(launcher);
        gatehouse.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
        String given = command.getValue();
        if (given == null) {
            return gatehouse.execute("--help");
        }
        return gatehouse.getSubcommands().containsKey(given)
                ? gatehouse.execute(given, "--help")
                : gatehouse.execute(given); // which says what may have been meant
    }
}
