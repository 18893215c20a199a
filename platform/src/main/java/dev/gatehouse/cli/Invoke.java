package dev.gatehouse.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Invokes a function and prints its answer; the log goes to standard error. */
final class Invoke implements Verb {
    private final PositionalParamSpec function = Verb.word(0, "FUNCTION", "name or ARN");
    private final PositionalParamSpec event =
            Verb.optionalWord(
                    1,
                    "EVENT",
                    "the event: JSON, @FILE or - for standard input (default: {})",
                    "{}");
    private final OptionSpec qualifier = Verb.option("--qualifier", "VERSION", "version or alias");
    private final OptionSpec asynchronous =
            Verb.flag("--event", "do not wait: invocation type Event");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "invoke",
                    this,
                    "Invoke a function and print its answer; its log goes to standard error.",
                    "",
                    "  gatehouse invoke my-function '{\"name\": \"Ada\"}'",
                    "  gatehouse invoke my-function @event.json");

    Invoke() {
        spec.addPositional(function).addPositional(event);
        spec.addOption(qualifier).addOption(asynchronous);
        target.addTo(spec);
        spec.usageMessage()
                .footer("", "Exit code 0: it answered; 1: refused; 2: the function failed.");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        boolean wait = !asynchronous.<Boolean>getValue();
        String path = "/2015-03-31/functions/" + encode(function.getValue()) + "/invocations";
        String version = qualifier.getValue();
        if (version != null) {
            path += "?Qualifier=" + encode(version);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Invocation-Type", wait ? "RequestResponse" : "Event");
        headers.put("X-Amz-Log-Type", wait ? "Tail" : "None");
        HttpResponse<byte[]> answer = answer(path, headers);
        print(answer, wait);
        return answer.headers().firstValue("X-Amz-Function-Error").isPresent() ? 2 : 0;
    }

    private HttpResponse<byte[]> answer(String path, Map<String, String> headers)
            throws IOException {
        AwsClient client = target.client();
        try {
            return client.send("lambda", "POST", path, headers, payload());
        } catch (CommandException refusal) {
            String name = function.getValue();
            Functions functions = new Functions(client);
            if (!refusal.isNotFound() || functions.has(name)) {
                throw refusal;
            }
            throw new CommandException(refusal.getMessage() + functions.instead(name));
        }
    }

    private void print(HttpResponse<byte[]> answer, boolean waited) {
        PrintWriter out = spec.commandLine().getOut();
        answer.headers()
                .firstValue("X-Amz-Log-Result")
                .map(log -> new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8))
                .ifPresent(log -> spec.commandLine().getErr().print(log));
        spec.commandLine().getErr().flush();
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        out.println(waited ? body : "accepted (HTTP " + answer.statusCode() + ")");
    }

    private byte[] payload() throws IOException {
        String given = event.getValue();
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

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
