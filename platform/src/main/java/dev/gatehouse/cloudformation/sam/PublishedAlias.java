package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The version and the alias of a function that has an AutoPublishAlias
 * ("AWS::Serverless::Function", AutoPublishAlias). The version's logical id ends in a hash of what
 * a new version is published for, so that each is another resource; those before stay.
 */
final class PublishedAlias {
    static final Set<String> PROPERTIES =
            Set.of(
                    "AutoPublishAlias",
                    "AutoPublishCodeSha256",
                    "AutoPublishAliasAllProperties",
                    "VersionDescription");

    /** What goes to the alias. */
    static final String PROVISIONED = "ProvisionedConcurrencyConfig";

    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final Retention KEPT = new Retention(true, true, false);

    private final ResourceDeclaration declared;
    private final ObjectNode function;
    private final Expansion expansion;
    private final String id;

    /**
     * @param declared the function as it was declared
     * @param function the properties of what it becomes
     */
    PublishedAlias(ResourceDeclaration declared, ObjectNode function, Expansion expansion) {
        this.declared = declared;
        this.function = function;
        this.expansion = expansion;
        this.id = declared.logicalId();
    }

    /** Adds both; what is to be called from then on. */
    Callee add() {
        String name = text("AutoPublishAlias");
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "AutoPublishAlias name ('%s') must contain only alphanumeric characters,"
                            + " hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+)"
                            + " pattern.",
                    name);
        }
        String version = id + "Version" + hash();
        String alias = id + "Alias" + name.replace("-", "D").replace("_", "U");
        ObjectNode published = Json.object();
        published.set("FunctionName", Json.ref(id));
        if (declared.properties().has("VersionDescription")) {
            published.set("Description", declared.properties().get("VersionDescription"));
        }
        Retention own = declared.retention();
        add(version, "Version", published, own.equals(Retention.NONE) ? KEPT : own);
        ObjectNode named = Json.object().put("Name", name);
        named.set("FunctionName", Json.ref(id));
        named.set("FunctionVersion", Json.attribute(version, "Version"));
        Json.copy(declared.properties(), named, PROVISIONED);
        add(alias, "Alias", named, own);
        expansion.generated(id + ".Version", version);
        expansion.generated(id + ".Alias", alias);
        return Callee.alias(id, alias);
    }

    private void add(String logicalId, String type, ObjectNode properties, Retention retention) {
        expansion.add(
                new ResourceDeclaration(
                        logicalId,
                        "AWS::Lambda::" + type,
                        properties,
                        List.of(),
                        declared.condition(),
                        retention));
    }

    /**
     * Of the code, the environment and the memory; of all properties when the function says so; or
     * what the function says that its code's is, which its description then ends in.
     */
    private String hash() {
        if (declared.properties().has("AutoPublishCodeSha256")) {
            String sha = text("AutoPublishCodeSha256");
            JsonNode description = expansion.withParameters(function.path("Description"));
            if (description.isTextual() && !description.asText().isEmpty()) {
                function.put("Description", description.asText() + " " + sha);
            } else if (description.isMissingNode() || description.isTextual()) {
                function.put("Description", sha);
            } else {
                ObjectNode joined = Json.object();
                joined.putArray("Fn::Join")
                        .add(" ")
                        .add(Json.list().add(function.get("Description")).add(sha));
                function.set("Description", joined);
            }
            return sha.substring(0, Math.min(sha.length(), LogicalHash.LENGTH));
        }
        if (declared.properties().path("AutoPublishAliasAllProperties").asBoolean()) {
            return LogicalHash.of(function);
        }
        ObjectNode published =
                (ObjectNode) expansion.withParameters(function.path("Code").deepCopy());
        if (function.path("Environment") instanceof ObjectNode environment) {
            published.setAll(environment);
        }
        Json.copy(function, published, "MemorySize");
        return LogicalHash.of(published);
    }

    /** A text, or what a parameter gives. */
    private String text(String property) {
        JsonNode value = expansion.withParameters(declared.properties().path(property));
        if (!value.isTextual()) {
            throw invalid(
                    property.equals("AutoPublishAlias")
                            ? "'AutoPublishAlias' must be a string or a Ref to a template parameter"
                            : "%s must be a string",
                    property);
        }
        return value.asText();
    }

    private RuntimeException invalid(String reason, Object... arguments) {
        return TemplateErrors.of(
                "Resource with id [%s] is invalid. %s", id, reason.formatted(arguments));
    }
}
