package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.ExecutionRole;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Map;

/** Events that Lambda polls for: an event source mapping, and what the role needs for it. */
final class PollEvents {
    private static final String[] COPIED = {
        "StartingPosition",
        "StartingPositionTimestamp",
        "BatchSize",
        "Enabled",
        "MaximumBatchingWindowInSeconds",
        "MaximumRetryAttempts",
        "BisectBatchOnFunctionError",
        "MaximumRecordAgeInSeconds",
        "ParallelizationFactor",
        "Topics",
        "Queues",
        "SourceAccessConfigurations",
        "TumblingWindowInSeconds",
        "FunctionResponseTypes",
        "FilterCriteria",
        "KmsKeyArn",
        "ScalingConfig",
        "ProvisionedPollerConfig",
        "MetricsConfig",
        "LoggingConfig"
    };

    /** The property that names the source. */
    private static final Map<String, String> SOURCES =
            Map.of(
                    "Kinesis", "Stream",
                    "DynamoDB", "Stream",
                    "MSK", "Stream",
                    "SQS", "Queue",
                    "MQ", "Broker",
                    "DocumentDB", "Cluster");

    private static final String OF_QUEUES = "service-role/AWSLambdaSQSQueueExecutionRole";

    private static final Map<String, String> MANAGED =
            Map.of(
                    "Kinesis", "service-role/AWSLambdaKinesisExecutionRole",
                    "DynamoDB", "service-role/AWSLambdaDynamoDBExecutionRole",
                    "MSK", "service-role/AWSLambdaMSKExecutionRole",
                    "SQS", OF_QUEUES);

    private final Target target;
    private final Event event;
    private final ExecutionRole role;
    private final Expansion expansion;

    PollEvents(Target target, Event event, ExecutionRole role, Expansion expansion) {
        this.target = target;
        this.event = event;
        this.role = role;
        this.expansion = expansion;
    }

    Made made() {
        Made mapping =
                new Made(event.id(), "AWS::Lambda::EventSourceMapping", target.owner().passed());
        mapping.set("FunctionName", target.name());
        String source = SOURCES.get(event.type());
        if (source != null) {
            mapping.set("EventSourceArn", event.get(source));
        }
        mapping.copy(event.properties(), COPIED);
        checkFilter();
        kafka(mapping);
        ObjectNode letters = destination(mapping);
        if (event.type().equals("DocumentDB")) {
            ObjectNode database = Json.object();
            Json.copy(
                    event.properties(), database, "DatabaseName", "CollectionName", "FullDocument");
            mapping.set("DocumentDBEventSourceConfig", database);
        }
        if (MANAGED.containsKey(event.type())) {
            role.attach(MANAGED.get(event.type()));
        }
        new PollPolicies(event, expansion).all().forEach(role::addDistinct);
        if (!letters.isEmpty()) {
            role.addDistinct(letters);
        }
        return mapping;
    }

    private void checkFilter() {
        JsonNode filter = event.get("FilterCriteria");
        if (!Values.isTrue(filter) || Values.isCall(filter)) {
            return;
        }
        if (filter.size() != 1 || !filter.has("Filters")) {
            throw event.invalid("FilterCriteria field has a wrong format");
        }
    }

    private void kafka(Made mapping) {
        JsonNode servers = event.get("KafkaBootstrapServers");
        if (Values.isTrue(servers)) {
            ObjectNode endpoints = Json.object();
            endpoints.putObject("Endpoints").set("KafkaBootstrapServers", servers);
            mapping.set("SelfManagedEventSource", endpoints);
        }
        ObjectNode configuration = Json.object();
        if (Values.isTrue(event.get("ConsumerGroupId"))) {
            configuration.set("ConsumerGroupId", event.get("ConsumerGroupId"));
        }
        if (Values.isTrue(event.get("SchemaRegistryConfig"))) {
            configuration.set("SchemaRegistryConfig", event.get("SchemaRegistryConfig"));
        }
        if (configuration.isEmpty()) {
            return;
        }
        switch (event.type()) {
            case "MSK" -> mapping.set("AmazonManagedKafkaEventSourceConfig", configuration);
            case "SelfManagedKafka" ->
                    mapping.set("SelfManagedKafkaEventSourceConfig", configuration);
            default -> {
                if (configuration.has("ConsumerGroupId")) {
                    throw wrong(
                            "Property ConsumerGroupId not defined for resource of type "
                                    + event.type()
                                    + ".");
                }
            }
        }
    }

    /** What the role needs to send on what fails; empty for nothing. */
    private ObjectNode destination(Made mapping) {
        JsonNode given = event.get("DestinationConfig");
        if (!Values.isTrue(given)) {
            return Json.object();
        }
        if (!(given.path("OnFailure") instanceof ObjectNode)) {
            throw wrong("Property 'DestinationConfig.OnFailure' should be a map.");
        }
        ObjectNode configuration = given.deepCopy();
        ObjectNode failure = (ObjectNode) configuration.get("OnFailure");
        JsonNode type = failure.remove("Type");
        mapping.set("DestinationConfig", configuration);
        JsonNode arn = failure.path("Destination");
        return switch (type == null ? "" : type.asText()) {
            case "", "Kafka" -> Json.object();
            case "SQS" -> inline("SQSPolicy", Policies.allow("sqs:SendMessage", arn));
            case "SNS" -> inline("SNSPolicy", Policies.allow("sns:publish", arn));
            case "S3" -> Policies.inline(event.id() + "S3Policy", Policies.intoBucket(arn));
            default ->
                    throw wrong(
                            "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and"
                                    + " 'Kafka'");
        };
    }

    private ObjectNode inline(String suffix, ObjectNode statement) {
        return Policies.inline(event.id() + suffix, Policies.document(statement));
    }

    private RuntimeException wrong(String message) {
        return SamErrors.event(event.owner().id(), event.id(), message);
    }

    /** The mapping of a queue that SAM made for another event. */
    static Made ofQueue(
            Target target, String id, JsonNode queue, JsonNode batch, ExecutionRole role) {
        Made mapping = new Made(id, "AWS::Lambda::EventSourceMapping", target.owner().passed());
        mapping.set("FunctionName", target.name()).set("EventSourceArn", queue);
        mapping.set("BatchSize", Values.isTrue(batch) ? batch : Json.object().numberNode(10));
        mapping.set("Enabled", Json.object().booleanNode(true));
        role.attach(OF_QUEUES);
        return mapping;
    }

    /** Whether Lambda polls for events of a type. */
    static boolean isPolled(String type) {
        return SOURCES.containsKey(type) || type.equals("SelfManagedKafka");
    }

    /** A list of statements as one policy. */
    static ObjectNode policy(String name, List<ObjectNode> statements, boolean versioned) {
        ObjectNode document = Json.object();
        if (versioned) {
            document.put("Version", "2012-10-17");
        }
        ArrayNode list = document.putArray("Statement");
        statements.forEach(list::add);
        return Policies.inline(name, document);
    }
}
