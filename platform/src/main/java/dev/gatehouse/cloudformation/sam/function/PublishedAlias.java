package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;

/**
 * What {@code AutoPublishAlias} makes ("AutoPublishAlias" of AWS::Serverless::Function): a version
 * whose logical id ends in a hash of the code, so that other code is another version, and an alias
 * that moves to it.
 */
final class PublishedAlias {
    private static final int HASH = 10;

    private final Declared declared;
    private final Made function;
    private final Expansion expansion;
    private final String name;

    PublishedAlias(Declared declared, Made function, Expansion expansion) {
        this.declared = declared;
        this.function = function;
        this.expansion = expansion;
        this.name = name();
    }

    /** The name of the alias, which a parameter may give. */
    String name() {
        JsonNode given = expansion.withParameters(declared.get("AutoPublishAlias"));
        if (!given.isTextual()) {
            throw declared.invalid(
                    "'AutoPublishAlias' must be a string or a Ref to a template parameter");
        }
        if (!given.asText().matches("(?![0-9]+$)[a-zA-Z0-9\\-_]+")) {
            throw declared.invalid(
                    "AutoPublishAlias name ('"
                            + given.asText()
                            + "') must contain only alphanumeric characters, hyphens, or"
                            + " underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.");
        }
        return given.asText();
    }

    /** Adds version and alias, and gives the alias. */
    Made add(List<Made> made) {
        Made version = version();
        made.add(version);
        String id = declared.id() + "Alias" + name.replace("-", "D").replace("_", "U");
        Made alias = new Made(id, "AWS::Lambda::Alias", declared.passed());
        alias.set("Name", name).set("FunctionName", Values.ref(declared.id()));
        alias.set("FunctionVersion", Values.attribute(version.id(), "Version"));
        if (Values.isTrue(declared.get("ProvisionedConcurrencyConfig"))) {
            alias.copy(declared.properties(), "ProvisionedConcurrencyConfig");
        }
        made.add(alias);
        if (Values.isTrue(declared.get("DeploymentPreference"))) {
            expansion.shared(Deployments.class, Deployments::new).add(declared, alias);
        }
        return alias;
    }

    private Made version() {
        function.set("Code", expansion.withParameters(function.properties().get("Code")));
        JsonNode sha = expansion.withParameters(declared.get("AutoPublishCodeSha256"));
        String id = declared.id() + "Version";
        if (Values.isTrue(sha)) {
            if (!sha.isTextual()) {
                throw declared.invalid("AutoPublishCodeSha256 must be a string");
            }
            describe(sha);
            id += sha.asText().substring(0, Math.min(HASH, sha.asText().length()));
        } else {
            id = LogicalId.of(id, hashed());
        }
        Made version = new Made(id, "AWS::Lambda::Version", attributes());
        version.set("FunctionName", Values.ref(declared.id()));
        return version.set("Description", declared.get("VersionDescription"));
    }

    /** A function of other code is published only when something else changes with it. */
    private void describe(JsonNode sha) {
        JsonNode before = expansion.withParameters(declared.get("Description"));
        if (!Values.isTrue(before)) {
            function.set("Description", sha);
        } else if (before.isTextual()) {
            function.set("Description", before.asText() + " " + sha.asText());
        } else {
            function.set(
                    "Description",
                    Json.object()
                            .set(
                                    "Fn::Join",
                                    Json.list().add(" ").add(Json.list().add(before).add(sha))));
        }
    }

    private ObjectNode attributes() {
        ObjectNode attributes = declared.passed();
        if (!attributes.has("DeletionPolicy")) {
            attributes.put(
                    "DeletionPolicy", declared.get("VersionDeletionPolicy").asText("Retain"));
        }
        return attributes;
    }

    /** What makes another version when it changes. */
    private ObjectNode hashed() {
        if (Values.isTrue(declared.get("AutoPublishAliasAllProperties"))) {
            return everything();
        }
        ObjectNode hashed = function.properties().get("Code").deepCopy();
        ObjectNode own = function.properties();
        if (own.get("Environment") instanceof ObjectNode environment) {
            hashed.setAll(environment);
        }
        if (Values.isTrue(own.path("MemorySize"))) {
            Json.copy(own, hashed, "MemorySize");
        }
        if (!own.path("SnapStart").path("ApplyOn").asText("None").equals("None")) {
            Json.copy(own, hashed, "SnapStart");
        }
        return hashed;
    }

    private ObjectNode everything() {
        ObjectNode all = function.properties().deepCopy();
        for (JsonNode layer : declared.get("Layers")) {
            String id = Values.referred(layer);
            JsonNode properties =
                    id == null ? Json.object() : expansion.expanded().path(id).path("Properties");
            if (id != null && Values.isTrue(properties.path("PublishLambdaVersion"))) {
                all.set(id, properties);
            }
        }
        return all;
    }
}
