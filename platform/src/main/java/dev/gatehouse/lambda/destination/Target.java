package dev.gatehouse.lambda.destination;

import dev.gatehouse.client.QueueUrl;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a destination's ARN names, and the call that brings something there.
 *
 * @param service the service's signing name
 * @param operation the operation that the role has to be allowed
 * @param input what that is judged by
 */
record Target(Arn arn, String service, String operation, Map<String, ?> input) {
    private static final String FUNCTION = "function:";

    /** Where S3 keeps records of asynchronous events: {@code {prefix}{function}/{day}/…}. */
    static final String S3_PREFIX = "aws/lambda/async/";

    /** What an ARN names; null when nothing can be sent there. */
    static @Nullable Target of(String text) {
        Arn arn = Arn.parse(text).orElse(null);
        if (arn == null || text.endsWith(".fifo")) {
            return null;
        }
        return switch (arn.service()) {
            case "sqs" ->
                    new Target(arn, "sqs", "SendMessage", Map.of("QueueUrl", QueueUrl.of(arn)));
            case "sns" -> new Target(arn, "sns", "Publish", Map.of("TopicArn", text));
            case "events" ->
                    new Target(
                            arn,
                            "events",
                            "PutEvents",
                            Map.of("Entries", List.of(Map.of("EventBusName", text))));
            case "lambda" ->
                    arn.resource().startsWith(FUNCTION)
                            ? new Target(arn, "lambda", "Invoke", Map.of("FunctionName", text))
                            : null;
            case "s3" ->
                    new Target(
                            arn,
                            "s3",
                            "PutObject",
                            Map.of("Bucket", arn.resource(), "Key", S3_PREFIX));
            default -> null;
        };
    }
}
