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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Invokes a function and prints its answer; the log goes to standard error. */
@Command(
        name = "invoke",
        mixinStandardHelpOptions = true,
        description = {
            "Invoke a function and print its answer; its log goes to standard error.",
            "",
            "  gatehouse invoke my-function '{\"name\": \"Ada\"}'",
            "  gatehouse invoke my-function @event.json"
        },
        footer = {"", "Exit code 0: it answered; 1: refused; 2: the function failed."})
final class Invoke implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "name or ARN")
    private String function = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EVENT",
            description = "the event: JSON, @FILE or - for standard input (default: {})",
            defaultValue = "{}")
    private String event = "{}";

    @Option(names = "--qualifier", paramLabel = "VERSION", description = "version or alias")
    private @Nullable String qualifier;

    @Option(names = "--event", description = "do not wait: invocation type Event")
    private boolean asynchronous;

    @Mixin private Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String path = "/2015-03-31/functions/" + encode(function) + "/invocations";
        if (qualifier != null) {
            path += "?Qualifier=" + encode(qualifier);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Invocation-Type", asynchronous ? "Event" : "RequestResponse");
        headers.put("X-Amz-Log-Type", asynchronous ? "None" : "Tail");
        HttpResponse<byte[]> answer =
                target.client().send("lambda", "POST", path, headers, payload());
        print(answer);
        return answer.headers().firstValue("X-Amz-Function-Error").isPresent() ? 2 : 0;
    }

    private void print(HttpResponse<byte[]> answer) {
        PrintWriter out = spec.commandLine().getOut();
        answer.headers()
                .firstValue("X-Amz-Log-Result")
                .map(log -> new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8))
                .ifPresent(log -> spec.commandLine().getErr().print(log));
        spec.commandLine().getErr().flush();
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        out.println(asynchronous ? "accepted (HTTP " + answer.statusCode() + ")" : body);
    }

    private byte[] payload() throws IOException {
        if (event.equals("-")) {
            return System.in.readAllBytes();
        }
        if (event.startsWith("@")) {
            Path file = Path.of(event.substring(1));
            if (!Files.isReadable(file)) {
                throw new CommandException("cannot read the event file " + file);
            }
            return Files.readAllBytes(file);
        }
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
