package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.S3Location;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Expands a layer ("AWS::Serverless::LayerVersion"). The version's logical id ends in a hash of
 * what was declared, so that each is another resource; those before stay, unless RetentionPolicy
 * says otherwise.
 */
public final class ServerlessLayerVersion {
    /** Those in which SAM puts parameters' values. */
    private static final List<String> TEXTS =
            List.of("LayerName", "LicenseInfo", "Description", "RetentionPolicy");

    private final Declared declared;
    private final Expansion expansion;
    private final ObjectNode properties;

    public ServerlessLayerVersion(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.properties = declared.properties().deepCopy();
    }

    public void expand() {
        if (!properties.has("ContentUri")) {
            throw declared.invalid("Missing required property 'ContentUri'.");
        }
        for (String text : TEXTS) {
            if (properties.has(text)) {
                properties.set(text, expansion.withParameters(properties.get(text)));
            }
        }
        ObjectNode attributes = declared.attributes();
        JsonNode depends = attributes.path("DependsOn");
        ObjectNode kept = declared.passed();
        if (!depends.isMissingNode()) {
            kept.set("DependsOn", depends);
        }
        String policy = retention();
        if (!policy.isEmpty()) {
            kept.put("DeletionPolicy", policy);
        } else if (!kept.has("DeletionPolicy")) {
            kept.put("DeletionPolicy", "Retain");
        }
        String id = LogicalId.of(declared.id(), hashed(attributes));
        Made layer = new Made(id, "AWS::Lambda::LayerVersion", kept);
        layer.set("LayerName", declared.id());
        layer.copy(
                properties,
                "Description",
                "CompatibleArchitectures",
                "CompatibleRuntimes",
                "LicenseInfo");
        if (Values.isTrue(properties.path("LayerName"))) {
            layer.copy(properties, "LayerName");
        }
        layer.set("Content", S3Location.ofCode(properties.get("ContentUri"), id, "ContentUri"));
        checkArchitectures(id);
        expansion.replace(declared, List.of(layer), Map.of());
        expansion.rename(declared.id(), id);
    }

    /** The declaration but for what becomes of it later. */
    private ObjectNode hashed(ObjectNode attributes) {
        ObjectNode layer = Json.object().put("Type", declared.type());
        Json.copy(attributes, layer, "DependsOn", "UpdatePolicy", "Condition");
        layer.set("Properties", properties);
        return Json.object().set(declared.id(), layer);
    }

    private String retention() {
        JsonNode policy = properties.path("RetentionPolicy");
        if (policy.isMissingNode()) {
            return "";
        }
        if (!policy.isTextual()) {
            throw declared.invalid(
                    "'RetentionPolicy' does not accept intrinsic functions, please use one of the"
                            + " following options: ['Retain', 'Delete']");
        }
        return switch (policy.asText().toLowerCase(Locale.ROOT)) {
            case "retain" -> "Retain";
            case "delete" -> "Delete";
            default ->
                    throw declared.invalid(
                            "'RetentionPolicy' must be one of the following options: ['Retain',"
                                    + " 'Delete'].");
        };
    }

    private void checkArchitectures(String id) {
        JsonNode given = properties.path("CompatibleArchitectures");
        for (JsonNode each : given.isArray() ? given : Json.list()) {
            if (each.isTextual() && !each.asText().matches("x86_64|arm64")) {
                throw SamErrors.resource(
                        id, "CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'");
            }
        }
    }
}
