package dev.gatehouse.cli;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.kernel.NearestWord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gatehouse} command and its verbs. */
public final class Gatehouse {
    private Gatehouse() {}

    /**
     * Runs a command.
     *
     * @return its exit code; failures end with 1 and one line of text
     */
    public static int run(NodeLauncher launcher, String... arguments) {
        return commandLine(launcher, arguments).execute(arguments);
    }

    /** The command line for some arguments, ready to execute them. */
    public static CommandLine commandLine(NodeLauncher launcher, String... arguments) {
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
        wanted(verbs(launcher), arguments)
                .forEach(verb -> gatehouse.addSubcommand(null, verb.get().spec()));
        CommandLine line = new CommandLine(gatehouse);
        // An event is named by @FILE, which is no file of arguments.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler(Gatehouse::explain);
        IParameterExceptionHandler usual = line.getParameterExceptionHandler();
        line.setParameterExceptionHandler(
                (problem, given) -> {
                    if (!isVerb(line, given)) {
                        return suggest(line, given[0]);
                    }
                    return problem instanceof UnmatchedArgumentException unmatched
                                    && unmatched.isUnknownOption()
                            ? suggestOption(unmatched)
                            : usual.handleParseException(problem, given);
                });
        return line;
    }

    /** An option that a verb does not have, in a line; its help is long. */
    private static int suggestOption(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
        CommandLine verb = unmatched.getCommandLine();
        List<String> meant = NearestWord.meant(word, verb.getCommandSpec().optionsMap().keySet());
        String name = verb.getCommandSpec().qualifiedName();
        verb.getErr()
                .println(
                        "gatehouse: '%s' has no option %s; %s"
                                .formatted(
                                        name,
                                        word,
                                        meant.isEmpty()
                                                ? "'%s --help' lists them".formatted(name)
                                                : "did you mean %s?"
                                                        .formatted(String.join(" or ", meant))));
        return CommandLine.ExitCode.USAGE;
    }

    private static boolean isVerb(CommandLine line, String... arguments) {
        return arguments.length == 0
                || arguments[0].startsWith("-")
                || line.getSubcommands().containsKey(arguments[0]);
    }

    private static int suggest(CommandLine line, String word) {
        List<String> meant = NearestWord.meant(word, line.getSubcommands().keySet());
        line.getErr()
                .println(
                        "gatehouse: there is no command '%s'; %s"
                                .formatted(
                                        word,
                                        meant.isEmpty()
                                                ? "'gatehouse --help' lists them"
                                                : "did you mean 'gatehouse %s'?"
                                                        .formatted(meant.getFirst())));
        return CommandLine.ExitCode.USAGE;
    }

    /** The verb that is named, alone: a node's start does not pay for the others'. Else all. */
    private static Collection<Supplier<Verb>> wanted(
            Map<String, Supplier<Verb>> verbs, String... arguments) {
        Supplier<Verb> named = arguments.length == 0 ? null : verbs.get(arguments[0]);
        return named == null ? verbs.values() : List.of(named);
    }

    /** In the order of the help. */
    private static Map<String, Supplier<Verb>> verbs(NodeLauncher launcher) {
        Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
        verbs.put("up", () -> new Up(launcher));
        verbs.put("deploy", Deploy::new);
        verbs.put("delete", Delete::new);
        verbs.put("ls", Ls::new);
        verbs.put("env", Env::new);
        verbs.put("status", Status::new);
        verbs.put("logs", Logs::new);
        verbs.put("invoke", Invoke::new);
        verbs.put("events", Events::new);
        verbs.put("iam", Iam::new);
        verbs.put("stop", Stop::new);
        verbs.put("doctor", () -> new Doctor(launcher));
        verbs.put("help", () -> new Help(launcher));
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
