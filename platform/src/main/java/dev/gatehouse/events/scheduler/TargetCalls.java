package dev.gatehouse.events.scheduler;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.QueueUrl;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of services that schedules cause, each in the name of the schedule's role. */
final class TargetCalls {
    private static final String SCHEDULER = "scheduler.amazonaws.com";

    private final AwsServices services;
    private final ServiceRoles roles;

    TargetCalls(AwsServices services, ServiceRoles roles) {
        this.services = services;
        this.roles = roles;
    }

    /** Who Scheduler is by a role; empty where the role does not trust it. */
    Optional<Principal> assume(Scope scope, Arn role, String group) {
        return roles.assume(role, SCHEDULER, "scheduler", StoredGroup.arn(scope, group))
                .filter(session -> session.account().equals(scope.account()));
    }

    private AwsClient as(Scope scope, ScheduleTarget target, String group) {
        return assume(scope, target.role(), group)
                .map(session -> services.as(new CallerIdentity(session, scope.region())))
                .orElseThrow(
                        () ->
                                new ServiceException(
                                        "AccessDeniedException",
                                        403,
                                        "Scheduler may not assume the role " + target.role()));
    }

    /**
     * Calls a target; done once it has taken the input.
     *
     * @throws ServiceException the target rejects it, or cannot be reached
     */
    void call(Scope scope, String group, ScheduleTarget target, String input) {
        AwsClient client = as(scope, target, group);
        Arn arn = target.arn();
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        switch (arn.service()) {
            case "lambda" ->
                    client.call(
                            "lambda",
                            "Invoke",
                            Map.of(
                                    "FunctionName",
                                    arn.toString(),
                                    "InvocationType",
                                    "Event",
                                    "Payload",
                                    bytes));
            case "sqs" -> client.call("sqs", "SendMessage", message(arn, target, input));
            case "sns" ->
                    client.call(
                            "sns", "Publish", Map.of("TopicArn", arn.toString(), "Message", input));
            case "kinesis" ->
                    client.call(
                            "kinesis",
                            "PutRecord",
                            Map.of(
                                    "StreamName",
                                    arn.resource().substring("stream/".length()),
                                    "PartitionKey",
                                    String.valueOf(
                                            target.parameter("KinesisParameters", "PartitionKey")),
                                    "Data",
                                    bytes));
            case "states" ->
                    client.call(
                            "states",
                            "StartExecution",
                            Map.of("stateMachineArn", arn.toString(), "input", input));
            case "firehose" ->
                    client.call(
                            "firehose",
                            "PutRecord",
                            Map.of(
                                    "DeliveryStreamName",
                                    arn.resource().substring("deliverystream/".length()),
                                    "Record",
                                    Map.of("Data", bytes)));
            default -> putEvent(client, target, input);
        }
    }

    private static Map<String, Object> message(Arn queue, ScheduleTarget target, String input) {
        Map<String, Object> message = new HashMap<>();
        message.put("QueueUrl", QueueUrl.of(queue));
        message.put("MessageBody", input);
        Object group = target.parameter("SqsParameters", "MessageGroupId");
        if (group != null) {
            message.put("MessageGroupId", group);
        }
        return message;
    }

    private static void putEvent(AwsClient client, ScheduleTarget target, String input) {
        Map<String, Object> entry =
                Map.of(
                        "EventBusName", target.arn().toString(),
                        "Source", parameter(target, "Source"),
                        "DetailType", parameter(target, "DetailType"),
                        "Detail", input);
        Map<String, Object> put =
                client.call("events", "PutEvents", Map.of("Entries", List.of(entry)));
        if (put.get("FailedEntryCount") instanceof Number failed && failed.intValue() > 0) {
            throw new ServiceException("ValidationException", 400, String.valueOf(put));
        }
    }

    private static String parameter(ScheduleTarget target, String member) {
        return String.valueOf(target.parameter("EventBridgeParameters", member));
    }

    /** Sends what could not be delivered to a queue, with what is known of it. */
    void bury(Scope scope, PendingCall call, String queue, Map<String, String> facts) {
        Map<String, Object> attributes = new HashMap<>();
        facts.forEach(
                (name, value) ->
                        attributes.put(name, Map.of("DataType", "String", "StringValue", value)));
        as(scope, call.to(), call.group())
                .call(
                        "sqs",
                        "SendMessage",
                        Map.of(
                                "QueueUrl",
                                QueueUrl.of(Arn.parse(queue).orElseThrow()),
                                "MessageBody",
                                call.input(),
                                "MessageAttributes",
                                attributes));
    }
}
