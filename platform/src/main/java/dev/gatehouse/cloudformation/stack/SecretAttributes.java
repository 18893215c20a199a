package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.identity.secret.Secrets;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Attributes that are secrets: encrypted in the documents of resources, as they are in memory. Of a
 * custom resource that hides them these are all, encrypted in one.
 */
final class SecretAttributes {
    /** By the type of the resource. */
    private static final Map<String, String> NAMES =
            Map.of("AWS::IAM::AccessKey", "SecretAccessKey");

    private static final String ALL = "Secret";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Secrets secrets;

    SecretAttributes(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A document as it is stored. */
    ResourceDocument encrypted(ResourceDocument document) {
        StackResource resource = document.resource();
        if (!resource.secret()) {
            return with(document, secrets::encrypt);
        }
        String all = secrets.encrypt(resource.attributes().toString(), resource.physicalId());
        return document.with(resource.with(JSON.createObjectNode().put(ALL, all)));
    }

    /** A document as it was; one that an earlier release stored is as it was. */
    ResourceDocument decrypted(ResourceDocument document) {
        StackResource resource = document.resource();
        if (!resource.secret()) {
            return with(document, secrets::decrypt);
        }
        String all = resource.attributes().path(ALL).asText();
        return document.with(resource.with(parsed(secrets.decrypt(all, resource.physicalId()))));
    }

    private static ObjectNode parsed(String attributes) {
        try {
            return (ObjectNode) JSON.readTree(attributes);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ResourceDocument with(
            ResourceDocument document, BinaryOperator<String> valueOfOwner) {
        StackResource resource = document.resource();
        String name = NAMES.get(resource.type());
        JsonNode value = name == null ? null : resource.attributes().get(name);
        if (value == null) {
            return document;
        }
        ObjectNode attributes = resource.attributes().deepCopy();
        attributes.put(name, valueOfOwner.apply(value.asText(), resource.physicalId()));
        return document.with(resource.with(attributes));
    }
}
