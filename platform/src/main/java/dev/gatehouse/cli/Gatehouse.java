package dev.gatehouse.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code gatehouse} command and its verbs. */
public final class Gatehouse {
    private Gatehouse() {}

    /** The command line, ready to execute; failures end with exit code 1 and one line of text. */
    public static CommandLine commandLine(NodeLauncher launcher) {
        CommandSpec gatehouse =
                Verb.named(
                        "gatehouse",
                        new Gatehouse(),
                        "What Amazon API Gateway and AWS Lambda do, on your own machine.",
                        "",
                        "  gatehouse up examples/notes     start a node, deploy an app, print its"
                                + " URL",
                        "  eval \"$(gatehouse env)\"          point AWS tools in this shell at the"
                                + " node",
                        "  gatehouse logs -f my-function   follow a function's log",
                        "");
        gatehouse
                .usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .footer("", "'gatehouse COMMAND --help' explains a command.");
        verbs(launcher).forEach(verb -> gatehouse.addSubcommand(null, verb.spec()));
        CommandLine line = new CommandLine(gatehouse);
        // An event is named by @FILE, which is no file of arguments.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler(Gatehouse::explain);
        return line;
    }

    /** In the order of the help. */
    private static List<Verb> verbs(NodeLauncher launcher) {
        return List.of(
                new Up(launcher),
                new Deploy(),
                new Env(),
                new Status(),
                new Logs(),
                new Invoke(),
                new Version(),
                new Rehearse(launcher));
    }

    private static int explain(Exception problem, CommandLine line, CommandLine.ParseResult result)
            throws Exception {
        if (problem instanceof CommandException) {
            line.getErr().println("gatehouse: " + problem.getMessage());
            return 1;
        }
        throw problem;
    }
}
