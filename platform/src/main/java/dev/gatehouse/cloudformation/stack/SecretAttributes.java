package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.identity.secret.Secrets;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Attributes that are secrets: encrypted in the documents of resources, as they are in memory. */
final class SecretAttributes {
    /** By the type of the resource. */
    private static final Map<String, String> NAMES =
            Map.of("AWS::IAM::AccessKey", "SecretAccessKey");

    private final Secrets secrets;

    SecretAttributes(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A document as it is stored. */
    ResourceDocument encrypted(ResourceDocument document) {
        return with(document, secrets::encrypt);
    }

    /** A document as it was; one that an earlier release stored is as it was. */
    ResourceDocument decrypted(ResourceDocument document) {
        return with(document, secrets::decrypt);
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
