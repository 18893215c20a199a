package dev.gatehouse.cli;

import dev.gatehouse.cli.logs.LogPrinter;
import dev.gatehouse.cli.logs.LogSources;
import dev.gatehouse.cli.logs.LogTail;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.stack.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints the log of a function, or of all functions of an app, and follows it. */
final class Logs implements Verb {
    /** An app that is deployed anew may have another function. */
    private static final int POLLS_BETWEEN_LOOKS = 10;

    private final PositionalParamSpec name =
            Verb.optionalWord(
                    0,
                    "NAME",
                    "function, app (its stack or its folder), or a log group with its /; without"
                            + " it the logs of all functions",
                    null);
    private final OptionSpec follow = Verb.flag("-f", "keep following; Ctrl-C ends it");
    private final OptionSpec since =
            Verb.option(
                    "--since",
                    "DURATION",
                    "how far back to start, such as 90s, 10m, 2h (default: 10m)",
                    String.class,
                    "10m");
    private final OptionSpec filter =
            Verb.option("--filter", "PATTERN", "CloudWatch filter pattern");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "logs",
                    this,
                    "Print the log of a function, or of all functions of an app.",
                    "",
                    "  gatehouse logs -f my-function",
                    "  gatehouse logs -f my-app",
                    "  gatehouse logs --since 2h --filter ERROR my-function");

    Logs() {
        spec.addPositional(name).addOption(follow).addOption(since).addOption(filter);
        target.addTo(spec);
        spec.usageMessage()
                .footer("", "Lines are in colours on a terminal, unless NO_COLOR is set.");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeClient client = target.client();
        LogPrinter printer = LogPrinter.of(spec.commandLine().getOut(), System.getenv());
        LogTail tail =
                new LogTail(
                        client, printer, Instant.now().minus(sinceDuration()), filter.getValue());
        boolean follows = follow.<Boolean>getValue();
        for (int poll = 0; ; poll++) {
            if (poll % POLLS_BETWEEN_LOOKS == 0) {
                addGroups(client, tail);
            }
            if (!tail.print() && !follows) {
                throw new CommandException(nothing());
            }
            if (!follows) {
                return 0;
            }
            LogTail.pause();
        }
    }

    private String nothing() {
        String given = name.getValue();
        if (given == null) {
            return "no function has a log yet: none was invoked";
        }
        return given.startsWith("/")
                ? "there is no log group " + given
                : given + " has no log yet: it was never invoked";
    }

    private void addGroups(NodeClient client, LogTail tail) {
        String given = name.getValue();
        LogSources sources = new LogSources(client);
        if (given == null) {
            tail.addAll(sources.functions());
            return;
        }
        if (given.startsWith("/")) {
            tail.add(given);
            return;
        }
        Map<String, String> functions = sources.functions();
        String group = functions.get(given);
        if (group != null) {
            tail.add(group);
            return;
        }
        Map<String, String> app = sources.stack(stackOf(given));
        if (app.isEmpty()) {
            throw new CommandException(
                    "there is no log of a function or app "
                            + given
                            + new Functions(client).instead(given));
        }
        tail.addAll(app);
    }

    private static String stackOf(String given) {
        boolean folder = given.contains("/") || given.startsWith(".");
        return folder && Files.isDirectory(Path.of(given))
                ? Deployment.stackNameOf(Path.of(given))
                : given;
    }

    private Duration sinceDuration() {
        String given = since.getValue();
        try {
            return Duration.parse("PT" + given);
        } catch (DateTimeParseException problem) {
            throw new CommandException(
                    "--since is a duration such as 90s, 10m or 2h, not " + given);
        }
    }
}
