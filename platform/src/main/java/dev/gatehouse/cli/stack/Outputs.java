package dev.gatehouse.cli.stack;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints a stack's outputs, and for each that is a URL of an API or a function a {@code curl} or
 * {@code wscat} line that reaches it on this node: AWS's host names lead to AWS, so the line uses
 * the node's own.
 */
final class Outputs {
    private static final Pattern AWS_URL =
            Pattern.compile(
                    "(?:https|(wss))://([a-z0-9]+)\\.(execute-api|lambda-url)\\.([a-z0-9-]+)"
                            + "\\.(?:amazonaws\\.com|on\\.aws)(/.*)?");

    private final URI endpoint;
    private final PrintWriter out;

    Outputs(URI endpoint, PrintWriter out) {
        this.endpoint = endpoint;
        this.out = out;
    }

    void print(String stackName, Map<String, String> outputs) {
        out.println();
        outputs.forEach((key, value) -> out.printf("  %-16s %s%n", key, value));
        outputs.values().stream()
                .map(this::local)
                .filter(url -> !url.isEmpty())
                .forEach(
                        url ->
                                out.printf(
                                        "%n  %s %s%n",
                                        url.startsWith("ws") ? "wscat -c" : "curl", url));
        if (outputs.isEmpty()) {
            out.println(
                    "  " + stackName + " has no outputs; 'gatehouse ls' lists the URLs of APIs");
        }
        out.println();
        out.flush();
    }

    /** The URL on this node of an API's or a function's AWS URL; empty for anything else. */
    private String local(String value) {
        Matcher url = AWS_URL.matcher(value);
        if (!url.matches()) {
            return "";
        }
        String path = url.group(5) == null ? "/" : url.group(5);
        String host = "%s.%s.%s.localhost".formatted(url.group(2), url.group(3), url.group(4));
        String scheme = endpoint.getScheme();
        return (url.group(1) == null ? scheme : scheme.replace("http", "ws"))
                + "://"
                + host
                + ":"
                + endpoint.getPort()
                + path;
    }
}
