package dev.gatehouse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code gatehouse} command and its verbs. */
@Command(
        name = "gatehouse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What Amazon API Gateway and AWS Lambda do, on your own machine.",
            "",
            "  gatehouse up examples/notes     start a node, deploy an app, print its URL",
            "  eval \"$(gatehouse env)\"          point AWS tools in this shell at the node",
            "  gatehouse logs -f my-function   follow a function's log",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {"", "'gatehouse COMMAND --help' explains a command."})
public final class Gatehouse {
    private Gatehouse() {}

    /** The command line, ready to execute; failures end with exit code 1 and one line of text. */
    public static CommandLine commandLine(NodeLauncher launcher) {
        CommandLine line = new CommandLine(new Gatehouse());
        line.addSubcommand(new Up(launcher));
        line.addSubcommand(new Deploy());
        line.addSubcommand(new Env());
        line.addSubcommand(new Status());
        line.addSubcommand(new Logs());
        line.addSubcommand(new Invoke());
        line.addSubcommand(new Version());
        line.addSubcommand(new Rehearse(launcher));
        // An event is named by @FILE, which is no file of arguments.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler(Gatehouse::explain);
        return line;
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
