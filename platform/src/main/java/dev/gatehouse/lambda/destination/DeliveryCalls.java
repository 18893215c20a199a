package dev.gatehouse.lambda.destination;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.QueueUrl;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls that bring deliveries to their destinations. Blocks. */
final class DeliveryCalls {
    private static final int OK_BELOW = 300;

    /** How much of an error a dead letter tells: its first kilobyte. */
    private static final int ERROR_CHARACTERS = 1024;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

    private final RoleServices services;
    private final Clock clock;

    DeliveryCalls(RoleServices services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    /**
     * @throws ServiceException the destination rejects it, or does not respond
     */
    void send(Delivery delivery, byte[] payload) {
        Target target = Target.of(delivery.target());
        if (target == null) {
            throw new ServiceException(
                    "InvalidParameterValueException", 400, "no destination: " + delivery.target());
        }
        Arn function = Arn.parse(delivery.function()).orElseThrow();
        String text = new String(payload, StandardCharsets.UTF_8);
        if (delivery.kind() == Delivery.Kind.STATUS_CHANGE) {
            tellChange(function, text);
            return;
        }
        AwsClient client = services.as(Arn.parse(delivery.role()).orElseThrow(), function);
        switch (target.service()) {
            case "sqs" ->
                    client.call(
                            "sqs",
                            "SendMessage",
                            Map.of(
                                    "QueueUrl",
                                    QueueUrl.of(target.arn()),
                                    "MessageBody",
                                    text,
                                    "MessageAttributes",
                                    attributes(delivery)));
            case "sns" ->
                    client.call(
                            "sns",
                            "Publish",
                            Map.of(
                                    "TopicArn",
                                    delivery.target(),
                                    "Message",
                                    text,
                                    "MessageAttributes",
                                    attributes(delivery)));
            case "events" -> putEvent(client, entry(delivery, text));
            case "lambda" ->
                    client.call(
                            "lambda",
                            "Invoke",
                            Map.of(
                                    "FunctionName",
                                    delivery.target(),
                                    "InvocationType",
                                    "Event",
                                    "Payload",
                                    payload));
            default -> putObject(client, delivery, target, payload);
        }
    }

    /** A durable execution's new status, on the account's own bus. */
    private void tellChange(Arn function, String detail) {
        putEvent(
                services.asLambda(new AccountId(function.account()), new Region(function.region())),
                Map.of(
                        "Source",
                        "aws.lambda",
                        "DetailType",
                        "Durable Execution Status Change",
                        "Detail",
                        detail,
                        "EventBusName",
                        "default"));
    }

    /** Of a dead letter; records have none. */
    private static Map<String, ?> attributes(Delivery delivery) {
        if (delivery.kind() != Delivery.Kind.DEAD_LETTER) {
            return Map.of();
        }
        String error = delivery.error();
        return Map.of(
                "RequestID",
                Map.of("DataType", "String", "StringValue", delivery.requestId()),
                "ErrorCode",
                Map.of("DataType", "Number", "StringValue", error == null ? "429" : "200"),
                "ErrorMessage",
                Map.of("DataType", "String", "StringValue", told(error)));
    }

    private static String told(@Nullable String error) {
        if (error == null || error.isEmpty()) {
            return "The event was not processed.";
        }
        return error.length() <= ERROR_CHARACTERS ? error : error.substring(0, ERROR_CHARACTERS);
    }

    private static Map<String, Object> entry(Delivery delivery, String record) {
        String outcome = delivery.kind() == Delivery.Kind.SUCCESS ? "Success" : "Failure";
        return Map.of(
                "Source",
                "lambda",
                "DetailType",
                "Lambda Function Invocation Result - " + outcome,
                "Detail",
                record,
                "EventBusName",
                delivery.target(),
                "Resources",
                List.of(delivery.target(), delivery.function()));
    }

    private static void putEvent(AwsClient client, Map<String, Object> entry) {
        Map<String, Object> output =
                client.call("events", "PutEvents", Map.of("Entries", List.of(entry)));
        if (output.get("FailedEntryCount") instanceof Number failed && failed.intValue() > 0) {
            throw new ServiceException(
                    "InternalFailure", 500, "the event bus did not take it: " + output);
        }
    }

    private void putObject(AwsClient client, Delivery delivery, Target target, byte[] record) {
        Instant now = clock.now();
        String function = Arn.parse(delivery.function()).orElseThrow().resource().split(":")[1];
        String key =
                Target.S3_PREFIX
                        + function
                        + '/'
                        + DAY.format(now)
                        + '/'
                        + TIME.format(now)
                        + '-'
                        + UUID.randomUUID();
        Headers headers = Headers.builder().set("content-type", "application/json").build();
        AwsResponse response =
                client.send(
                        "s3",
                        new AwsRequest(
                                "PUT",
                                '/' + target.arn().resource() + '/' + key,
                                "",
                                headers,
                                record));
        if (response.status() >= OK_BELOW) {
            throw new ServiceException(
                    "S3", response.status(), new String(response.bytes(), StandardCharsets.UTF_8));
        }
    }
}
