package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expands a layer ("AWS::Serverless::LayerVersion"). The version's logical id ends in a hash of
 * what was declared, so that each is another resource; those before stay, unless RetentionPolicy
 * says otherwise.
 */
final class ServerlessLayerVersion {
    private static final Set<String> SUPPORTED =
            Set.of(
                    "LayerName",
                    "Description",
                    "ContentUri",
                    "CompatibleArchitectures",
                    "CompatibleRuntimes",
                    "LicenseInfo",
                    "RetentionPolicy",
                    // Asks for a version of the function, which a layer's change brings anyway.
                    "PublishLambdaVersion");

    /** Those in which SAM puts parameters' values. */
    private static final List<String> TEXTS =
            List.of("LayerName", "LicenseInfo", "Description", "RetentionPolicy");

    private static final Set<String> ARCHITECTURES = Set.of("x86_64", "arm64");

    private final ResourceDeclaration declared;
    private final Expansion expansion;
    private final String id;
    private final ObjectNode properties;

    ServerlessLayerVersion(ResourceDeclaration declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.id = declared.logicalId();
        this.properties = declared.properties().deepCopy();
    }

    void expand() {
        expansion.requireSupported(SUPPORTED, declared);
        if (!properties.has("ContentUri")) {
            throw invalid("Missing required property 'ContentUri'.");
        }
        for (String text : TEXTS) {
            if (properties.has(text)) {
                properties.set(text, expansion.withParameters(properties.get(text)));
            }
        }
        Retention retention = retention();
        String version = id + hash();
        ObjectNode layer = Json.object();
        layer.put("LayerName", id);
        Json.copy(
                properties,
                layer,
                "LayerName",
                "Description",
                "CompatibleArchitectures",
                "CompatibleRuntimes",
                "LicenseInfo");
        layer.set(
                "Content",
                S3Location.of(properties.get("ContentUri"), id, "ContentUri", expansion));
        requireArchitectures();
        expansion.generated(id, version);
        expansion.add(
                new ResourceDeclaration(
                        version,
                        "AWS::Lambda::LayerVersion",
                        layer,
                        declared.dependsOn(),
                        declared.condition(),
                        retention));
    }

    /** Of the declaration as SAM's translator writes it, but for what becomes of it later. */
    private String hash() {
        JsonNode written = expansion.declaration(id);
        ObjectNode layer = Json.object().put("Type", declared.type());
        if (written instanceof ObjectNode object) {
            Json.copy(object, layer, "DependsOn", "Condition");
        }
        layer.set("Properties", properties);
        ObjectNode named = Json.object();
        named.set(id, layer);
        return LogicalHash.of(named);
    }

    private Retention retention() {
        JsonNode policy = properties.path("RetentionPolicy");
        boolean asDeclared = policy.isMissingNode() && hasDeletionPolicy();
        boolean kept = policy.isMissingNode() || "Retain".equals(option(policy));
        Retention own = declared.retention();
        return asDeclared ? own : new Retention(kept, kept, own.onReplace());
    }

    private boolean hasDeletionPolicy() {
        return expansion.declaration(id).has("DeletionPolicy");
    }

    private @Nullable String option(JsonNode policy) {
        if (!policy.isTextual()) {
            throw invalid(
                    "'RetentionPolicy' does not accept intrinsic functions, please use one of the"
                            + " following options: ['Retain', 'Delete']");
        }
        return switch (policy.asText().toLowerCase(Locale.ROOT)) {
            case "retain" -> "Retain";
            case "delete" -> "Delete";
            default ->
                    throw invalid(
                            "'RetentionPolicy' must be one of the following options: ['Retain',"
                                    + " 'Delete'].");
        };
    }

    private void requireArchitectures() {
        for (JsonNode architecture : properties.path("CompatibleArchitectures")) {
            if (architecture.isTextual() && !ARCHITECTURES.contains(architecture.asText())) {
                throw invalid("CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'");
            }
        }
    }

    private RuntimeException invalid(String reason) {
        return TemplateErrors.of("Resource with id [%s] is invalid. %s", id, reason);
    }
}
