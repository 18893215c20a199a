package dev.gatehouse.gateway.plan.integration;

import java.util.Optional;
import java.util.Set;

/**
 * The operations that integrations of HTTP APIs call by name ("Integration subtype reference"), and
 * their parameters. All may have {@link #REGION} besides.
 */
public enum ServiceSubtype {
    EVENT_BRIDGE_PUT_EVENTS(
            "EventBridge-PutEvents",
            "events",
            Set.of("Detail", "DetailType", "Source"),
            Set.of("Time", "EventBusName", "Resources", "TraceHeader")),
    SQS_SEND_MESSAGE(
            "SQS-SendMessage",
            "sqs",
            Set.of("QueueUrl", "MessageBody"),
            Set.of(
                    "DelaySeconds",
                    "MessageAttributes",
                    "MessageDeduplicationId",
                    "MessageGroupId",
                    "MessageSystemAttributes")),
    SQS_RECEIVE_MESSAGE(
            "SQS-ReceiveMessage",
            "sqs",
            Set.of("QueueUrl"),
            Set.of(
                    "AttributeNames",
                    "MaxNumberOfMessages",
                    "MessageAttributeNames",
                    "ReceiveRequestAttemptId",
                    "VisibilityTimeout",
                    "WaitTimeSeconds")),
    SQS_DELETE_MESSAGE("SQS-DeleteMessage", "sqs", Set.of("QueueUrl", "ReceiptHandle"), Set.of()),
    SQS_PURGE_QUEUE("SQS-PurgeQueue", "sqs", Set.of("QueueUrl"), Set.of()),
    APP_CONFIG_GET_CONFIGURATION(
            "AppConfig-GetConfiguration",
            "appconfig",
            Set.of("Application", "Environment", "Configuration", "ClientId"),
            Set.of("ClientConfigurationVersion")),
    KINESIS_PUT_RECORD(
            "Kinesis-PutRecord",
            "kinesis",
            Set.of("StreamName", "Data", "PartitionKey"),
            Set.of("SequenceNumberForOrdering", "ExplicitHashKey")),
    STEP_FUNCTIONS_START_EXECUTION(
            "StepFunctions-StartExecution",
            "states",
            Set.of("StateMachineArn"),
            Set.of("Name", "Input")),
    STEP_FUNCTIONS_START_SYNC_EXECUTION(
            "StepFunctions-StartSyncExecution",
            "states",
            Set.of("StateMachineArn"),
            Set.of("Name", "Input", "TraceHeader")),
    STEP_FUNCTIONS_STOP_EXECUTION(
            "StepFunctions-StopExecution",
            "states",
            Set.of("ExecutionArn"),
            Set.of("Cause", "Error"));

    /** Where the service is called; without it, in the API's region. */
    public static final String REGION = "Region";

    private final String label;
    private final String service;
    private final Set<String> required;
    private final Set<String> optional;

    ServiceSubtype(String label, String service, Set<String> required, Set<String> optional) {
        this.label = label;
        this.service = service;
        this.required = required;
        this.optional = optional;
    }

    /** The subtype of a name such as {@code SQS-SendMessage}; empty when there is none. */
    public static Optional<ServiceSubtype> named(String label) {
        for (ServiceSubtype subtype : values()) {
            if (subtype.label.equals(label)) {
                return Optional.of(subtype);
            }
        }
        return Optional.empty();
    }

    /** The service, as requests for it are signed. */
    public String service() {
        return service;
    }

    /** The service's operation. */
    public String action() {
        return label.substring(label.indexOf('-') + 1);
    }

    /** The parameters that an integration has to have. */
    public Set<String> required() {
        return required;
    }

    /** Whether an integration may have a parameter. */
    public boolean takes(String parameter) {
        return required.contains(parameter)
                || optional.contains(parameter)
                || parameter.equals(REGION);
    }

    @Override
    public String toString() {
        return label;
    }
}
