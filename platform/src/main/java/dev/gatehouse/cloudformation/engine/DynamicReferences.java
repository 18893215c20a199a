package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts in what {@code {{resolve:ssm:name:version}}} and {@code {{resolve:secretsmanager:…}}} stand
 * for, right before a service is called: what is stored of a stack has the references
 * (CloudFormation User Guide, "Get values stored in other services using dynamic references").
 */
final class DynamicReferences {
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{resolve:(ssm|secretsmanager):([^{}]*)}}");
    private static final String LATEST = "AWSCURRENT";

    private final Target target;
    private final boolean strict;

    private DynamicReferences(Target target, boolean strict) {
        this.target = target;
        this.strict = strict;
    }

    /**
     * Properties with values for references.
     *
     * @throws ServiceException when there is no such value
     */
    static ObjectNode resolved(Target target, ObjectNode properties) {
        return new DynamicReferences(target, true).members(properties);
    }

    /** Properties with values for the references that still stand for something. */
    static ObjectNode known(Target target, ObjectNode properties) {
        return new DynamicReferences(target, false).members(properties);
    }

    private ObjectNode members(ObjectNode object) {
        if (!object.toString().contains("{{resolve:")) {
            return object;
        }
        ObjectNode result = object.objectNode();
        object.properties().forEach(each -> result.set(each.getKey(), in(each.getValue())));
        return result;
    }

    private JsonNode in(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> members(object);
            case ArrayNode list -> {
                ArrayNode result = list.arrayNode();
                list.forEach(item -> result.add(in(item)));
                yield result;
            }
            default -> node.isTextual() ? Target.input().textNode(text(node.asText())) : node;
        };
    }

    private String text(String written) {
        return REFERENCE
                .matcher(written)
                .replaceAll(reference -> Matcher.quoteReplacement(value(reference)));
    }

    private String value(MatchResult reference) {
        try {
            return reference.group(1).equals("ssm")
                    ? parameter(reference.group(2))
                    : secret(reference.group(2));
        } catch (ServiceException absent) {
            if (strict) {
                throw absent;
            }
            return reference.group();
        }
    }

    private String parameter(String name) {
        try {
            JsonNode found =
                    target.call("ssm", "GetParameter", Target.input().put("Name", name))
                            .path("Parameter");
            if (found.path("Type").asText().equals("SecureString")) {
                throw TemplateErrors.of(
                        "Non-secure ssm prefix was used for secure parameter: %s", name);
            }
            return found.path("Value").asText();
        } catch (ServiceException absent) {
            if (absent.code().endsWith("NotFound")) {
                throw TemplateErrors.of(
                        "Unable to fetch parameters [%s] from parameter store for this account.",
                        name);
            }
            throw absent;
        }
    }

    /** {@code secret-id:SecretString:json-key:version-stage:version-id}; an id may be an ARN. */
    private String secret(String reference) {
        int arn = reference.startsWith("arn:") ? 7 : 1;
        String[] parts = reference.split(":", -1);
        StringBuilder id = new StringBuilder(parts[0]);
        for (int index = 1; index < Math.min(arn, parts.length); index++) {
            id.append(':').append(parts[index]);
        }
        String key = part(parts, arn + 1);
        String version = part(parts, arn + 3);
        String stage = part(parts, arn + 2);
        ObjectNode input = Target.input().put("SecretId", id.toString());
        if (!version.isEmpty()) {
            input.put("VersionId", version);
        } else {
            input.put("VersionStage", stage.isEmpty() ? LATEST : stage);
        }
        String text =
                target.call("secretsmanager", "GetSecretValue", input)
                        .path("SecretString")
                        .asText();
        return key.isEmpty() ? text : member(id.toString(), text, key);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    private static String member(String secret, String text, String key) {
        try {
            JsonNode value = JsonMapper.builder().build().readTree(text).path(key);
            if (!value.isMissingNode()) {
                return value.isValueNode() ? value.asText() : value.toString();
            }
        } catch (JsonProcessingException noJson) {
            throw TemplateErrors.of("Could not parse SecretString JSON of the secret %s", secret);
        }
        throw TemplateErrors.of("Could not find a value associated with JSONKey in SecretString");
    }
}
