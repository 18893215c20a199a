package dev.gatehouse.cli;

import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.InvocationResponse;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.cli.debug.HeldFunction;
import dev.gatehouse.cli.event.SampleEvents;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Invokes a function and prints its response; the log goes to standard error. */
final class Invoke implements Verb {
    private static final byte[] NO_EVENT = {'{', '}'};

    private final PositionalParamSpec function = Verb.word(0, "FUNCTION", "name or ARN");
    private final PositionalParamSpec event =
            Verb.optionalWord(
                    1,
                    "EVENT",
                    "the event: JSON, @FILE or - for standard input (default: {})",
                    null);
    private final OptionSpec qualifier = Verb.option("--qualifier", "VERSION", "version or alias");
    private final OptionSpec asynchronous =
            Verb.flag("--event", "do not wait: invocation type Event");
    private final OptionSpec sample =
            Verb.option(
                    "--local-event",
                    "SOURCE",
                    "a sample event of a service, such as sqs or s3: 'gatehouse events' lists"
                            + " them");
    private final OptionSpec debug =
            Verb.flag(
                    "--debug",
                    "start the function under its debugger, wait for who attaches, and take as"
                            + " long as that takes (Python, Node.js, Java)");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "invoke",
                    this,
                    "Invoke a function and print its response; its log goes to standard error.",
                    "",
                    "  gatehouse invoke my-function '{\"name\": \"Ada\"}'",
                    "  gatehouse invoke my-function @event.json",
                    "  gatehouse invoke --local-event sqs my-function",
                    "  gatehouse invoke --debug my-function");

    Invoke() {
        spec.addPositional(function).addPositional(event);
        spec.addOption(qualifier).addOption(asynchronous).addOption(sample).addOption(debug);
        target.addTo(spec);
        spec.usageMessage()
                .footer("", "Exit code 0: it responded; 1: rejected; 2: the function failed.");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        if (!debug.<Boolean>getValue()) {
            return invoke();
        }
        if (qualifier.getValue() != null || asynchronous.<Boolean>getValue()) {
            throw new CommandException("--debug is for the newest state of a function, waited for");
        }
        try (HeldFunction held = HeldFunction.of(target.client(), function.getValue())) {
            Thread end = Thread.ofPlatform().unstarted(held::close);
            Runtime.getRuntime().addShutdownHook(end);
            PrintWriter err = spec.commandLine().getErr();
            err.println("waiting for a debugger at " + held.how());
            err.flush();
            Integer code = invoke();
            Runtime.getRuntime().removeShutdownHook(end);
            return code;
        }
    }

    private Integer invoke() throws IOException {
        boolean wait = !asynchronous.<Boolean>getValue();
        InvocationResponse response =
                response(
                        InvocationRequest.builder()
                                .functionName(function.getValue())
                                .qualifier(qualifier.getValue())
                                .invocationType(wait ? "RequestResponse" : "Event")
                                .logType(wait ? "Tail" : "None")
                                .payload(payload())
                                .build());
        print(response, wait);
        return response.functionError() == null ? 0 : 2;
    }

    private InvocationResponse response(InvocationRequest request) {
        NodeClient client = target.client();
        try {
            return client.call(Lambda.INVOKE, request);
        } catch (CommandException rejection) {
            String name = function.getValue();
            Functions functions = new Functions(client);
            if (!rejection.isNotFound() || functions.has(name)) {
                throw rejection;
            }
            throw new CommandException(rejection.getMessage() + functions.instead(name));
        }
    }

    private void print(InvocationResponse response, boolean waited) {
        PrintWriter out = spec.commandLine().getOut();
        String log = response.logResult();
        if (log != null) {
            byte[] text = Base64.getDecoder().decode(log);
            spec.commandLine().getErr().print(new String(text, StandardCharsets.UTF_8));
        }
        spec.commandLine().getErr().flush();
        byte[] payload = response.payload();
        String body = payload == null ? "" : new String(payload, StandardCharsets.UTF_8);
        out.println(waited ? body : "accepted (HTTP " + response.statusCode() + ")");
    }

    private byte[] payload() throws IOException {
        String source = sample.getValue();
        String given = event.getValue();
        if (source != null && given != null) {
            throw new CommandException("an event and --local-event are one too many");
        }
        if (source != null) {
            return SampleEvents.of(source).getBytes(StandardCharsets.UTF_8);
        }
        if (given == null) {
            return NO_EVENT;
        }
        if (given.equals("-")) {
            return System.in.readAllBytes();
        }
        if (given.startsWith("@")) {
            Path file = Path.of(given.substring(1));
            try {
                return Files.readAllBytes(file);
            } catch (IOException problem) {
                throw new CommandException("cannot read the event file " + file);
            }
        }
        return given.getBytes(StandardCharsets.UTF_8);
    }
}
