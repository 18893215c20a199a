package dev.gatehouse.cli;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentence a person reads for a refusal, whichever AWS protocol it came in. */
final class ErrorText {
    private static final Pattern CODE =
            Pattern.compile("(?:\"__type\"|\"code\")\\s*:\\s*\"([^\"]+)\"|<Code>([^<]+)</Code>");
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "\"[mM]essage\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"|<Message>([^<]*)</Message>");

    private ErrorText() {}

    static String of(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        String code =
                answer.headers()
                        .firstValue("x-amzn-errortype")
                        .map(type -> type.split(":", 2)[0])
                        .orElseGet(() -> first(CODE, body, "HTTP " + answer.statusCode()));
        return code + ": " + first(MESSAGE, body, body.isBlank() ? "no message" : body.strip());
    }

    private static String first(Pattern pattern, String body, String fallback) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            return fallback;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
}
