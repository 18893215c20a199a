package dev.gatehouse.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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

    /**
     * The command line, ready to execute; failures end with exit code 1 and one line of text.
     *
     * @param arguments what it is to execute, where that is known: reading the annotations of
     *     commands that are not meant would be the longest part of a start
     */
    public static CommandLine commandLine(NodeLauncher launcher, String... arguments) {
        Map<String, Supplier<Object>> verbs = verbs(launcher);
        String meant = arguments.length == 0 ? "" : arguments[0];
        CommandLine line = new CommandLine(new Gatehouse());
        if (verbs.containsKey(meant)) {
            line.addSubcommand(verbs.get(meant).get());
        } else {
            verbs.values().forEach(verb -> line.addSubcommand(verb.get()));
        }
        // An event is named by @FILE, which is no file of arguments.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler(Gatehouse::explain);
        return line;
    }

    /** In the order of the help. */
    private static Map<String, Supplier<Object>> verbs(NodeLauncher launcher) {
        Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
        verbs.put("up", () -> new Up(launcher));
        verbs.put("deploy", Deploy::new);
        verbs.put("env", Env::new);
        verbs.put("status", Status::new);
        verbs.put("logs", Logs::new);
        verbs.put("invoke", Invoke::new);
        verbs.put("version", Version::new);
        verbs.put("rehearse", () -> new Rehearse(launcher));
        return verbs;
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
