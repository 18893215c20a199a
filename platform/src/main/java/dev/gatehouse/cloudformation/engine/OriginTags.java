package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.type.TagProperty;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.SystemTags;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags that tell of a resource which stack made it, and under what name. They are put on at the
 * end: no change set, no drift and no stored property has them. Only services of this node take
 * them; others say that they are AWS's own.
 */
final class OriginTags {
    /** The services of this node that tag, by the second part of their types' names. */
    private static final Map<String, String> OWN =
            Map.ofEntries(
                    Map.entry("ApiGateway", "apigateway"),
                    Map.entry("ApiGatewayV2", "apigateway"),
                    Map.entry("CloudWatch", "monitoring"),
                    Map.entry("ECR", "ecr"),
                    Map.entry("Events", "events"),
                    Map.entry("IAM", "iam"),
                    Map.entry("KMS", "kms"),
                    Map.entry("Lambda", "lambda"),
                    Map.entry("Logs", "logs"),
                    Map.entry("S3", "s3"),
                    Map.entry("SSM", "ssm"),
                    Map.entry("Scheduler", "scheduler"),
                    Map.entry("SecretsManager", "secretsmanager"));

    private final AwsServices services;

    OriginTags(AwsServices services) {
        this.services = services;
    }

    /** Whether resources of a type get them. */
    boolean areOn(String type) {
        String service = OWN.get(type.split("::", 3)[1]);
        return service != null
                && !services.isElsewhere(service)
                && TagProperty.of(type).isPresent();
    }

    /** Properties with the tags; as they are for other types. */
    ObjectNode on(String type, Target target, ObjectNode properties) {
        return areOn(type)
                ? TagProperty.of(type).map(at -> with(at, target, properties)).orElse(properties)
                : properties;
    }

    /**
     * @throws ServiceException where a template gives one of them itself
     */
    private static ObjectNode with(TagProperty property, Target target, ObjectNode properties) {
        property.requireUserDefined(properties);
        ObjectNode whole = properties.deepCopy();
        JsonNode own = properties.path(property.name());
        if (property.isList()) {
            ArrayNode tags = whole.putArray(property.name());
            own.forEach(tags::add);
            tags(target)
                    .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        } else {
            ObjectNode tags = whole.putObject(property.name());
            own.properties().forEach(tag -> tags.set(tag.getKey(), tag.getValue()));
            tags(target).forEach(tags::put);
        }
        return whole;
    }

    private static Map<String, String> tags(Target target) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(SystemTags.STACK_NAME, target.stack());
        tags.put(SystemTags.STACK_ID, target.stackId());
        tags.put(SystemTags.LOGICAL_ID, target.logicalId());
        return tags;
    }
}
