package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A template's sections, checked for form.
 *
 * @param root the whole template as read
 * @param resources in the order written
 */
public record Template(ObjectNode root, Map<String, ResourceDeclaration> resources) {
    /** The transform that makes {@code AWS::Serverless::*} known. */
    public static final String SAM = "AWS::Serverless-2016-10-31";

    private static final String VERSION = "2010-09-09";

    /** CloudFormation's quotas: resources of a template, and its parameters, outputs, mappings. */
    private static final int MOST_RESOURCES = 500;

    private static final int MOST_OTHERS = 200;
    private static final int LONGEST_DESCRIPTION = 1024;

    /** Sections that AWS has and a node has not. */
    private static final Set<String> LATER = Set.of("Hooks");

    private static final Set<String> SECTIONS =
            Set.of(
                    "AWSTemplateFormatVersion",
                    "Description",
                    "Metadata",
                    "Parameters",
                    "Mappings",
                    "Conditions",
                    "Rules",
                    "Transform",
                    "Globals",
                    "Resources",
                    "Outputs");

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "Type",
                    "Properties",
                    "DependsOn",
                    "Condition",
                    "Metadata",
                    "DeletionPolicy",
                    "UpdateReplacePolicy");

    private static final Set<String> PARAMETER =
            Set.of(
                    "AllowedPattern",
                    "AllowedValues",
                    "ConstraintDescription",
                    "Default",
                    "Description",
                    "MaxLength",
                    "MaxValue",
                    "MinLength",
                    "MinValue",
                    "NoEcho",
                    "Type");

    private static final Set<String> OUTPUT = Set.of("Condition", "Description", "Export", "Value");

    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9]{1,255}");

    /** Reads and checks a template's text. */
    public static Template parse(String text) {
        return parse(text, Map.of());
    }

    /**
     * The same for what it is with some parameters, whose values loops may be over.
     *
     * @param given values of parameters by name
     */
    public static Template parse(String text, Map<String, String> given) {
        ObjectNode root = TemplateReader.read(text);
        return of(
                LanguageExtensions.isAskedBy(root)
                        ? LanguageExtensions.sketched(root, given)
                        : root);
    }

    /** Checks a template's tree. */
    public static Template of(ObjectNode root) {
        NullValues.reject(root);
        if (!LanguageExtensions.isAskedBy(root)) {
            LanguageExtensions.rejectUnasked(root);
        }
        requireVersion(root.path("AWSTemplateFormatVersion"));
        for (String section : LATER) {
            if (root.has(section)) {
                throw TemplateErrors.of("The section %s is not supported", section);
            }
        }
        List<String> unknown = new ArrayList<>();
        root.fieldNames().forEachRemaining(name -> addUnless(SECTIONS, name, unknown));
        if (!unknown.isEmpty()) {
            throw TemplateErrors.of("Invalid template property or properties %s", unknown);
        }
        if (!(root.get("Resources") instanceof ObjectNode declared) || declared.isEmpty()) {
            throw TemplateErrors.of(
                    "Template format error: At least one Resources member must be defined.");
        }
        if (root.path("Description").asText().length() > LONGEST_DESCRIPTION) {
            throw TemplateErrors.of(
                    "Template format error: 'Description' length is greater than %d.",
                    LONGEST_DESCRIPTION);
        }
        requireValues(root.path("Outputs"));
        requireAtMost(MOST_RESOURCES, "resources", declared);
        for (String section : List.of("Parameters", "Outputs", "Mappings")) {
            requireAtMost(MOST_OTHERS, section.toLowerCase(Locale.ROOT), root.path(section));
        }
        requireOnly(PARAMETER, root.path("Parameters"), "parameter");
        requireOnly(OUTPUT, root.path("Outputs"), "output");
        Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
        declared.properties()
                .forEach(
                        entry ->
                                resources.put(
                                        entry.getKey(),
                                        declaration(entry.getKey(), entry.getValue())));
        return new Template(root, resources);
    }

    /** A section that is a map; empty when the template has none. */
    public ObjectNode section(String name) {
        JsonNode section = root.path(name);
        return section instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
    }

    /** The names of the transforms that the template asks for; unknown ones are rejected. */
    public List<String> transforms() {
        List<String> names = LanguageExtensions.transforms(root);
        for (String name : names) {
            boolean known = name.equals(SAM) || name.equals(LanguageExtensions.NAME);
            if (!known && name.startsWith("AWS::")) {
                throw TemplateErrors.of("The transform %s is not supported", name);
            }
            if (!known) {
                throw TemplateErrors.of("No transform named %s found.", name);
            }
        }
        return names;
    }

    /** Whether the template asks for the SAM transform. */
    public boolean isServerless() {
        return transforms().contains(SAM);
    }

    private static void requireVersion(JsonNode version) {
        if (!version.isMissingNode() && !version.asText().equals(VERSION)) {
            throw TemplateErrors.of(
                    "Template format error: unsupported value for AWSTemplateFormatVersion.");
        }
    }

    private static void requireOnly(Set<String> known, JsonNode section, String noun) {
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            List<String> unknown = new ArrayList<>();
            entry.getValue().fieldNames().forEachRemaining(name -> addUnless(known, name, unknown));
            if (!unknown.isEmpty()) {
                throw TemplateErrors.of(
                        "Invalid template %s property '%s' of %s",
                        noun, unknown.getFirst(), entry.getKey());
            }
        }
    }

    /** A list that is written out is no text; what functions come to is seen when they do. */
    private static void requireValues(JsonNode outputs) {
        for (Map.Entry<String, JsonNode> each : outputs.properties()) {
            JsonNode value = each.getValue().path("Value");
            boolean text =
                    value.isValueNode()
                            || value instanceof ObjectNode call && Intrinsics.isCall(call);
            if (!text) {
                throw TemplateErrors.of(
                        "Template format error: Output %s is malformed. The Value field of every"
                                + " Outputs member must evaluate to a String.",
                        each.getKey());
            }
        }
    }

    private static void requireAtMost(int most, String noun, JsonNode section) {
        if (section.size() > most) {
            throw TemplateErrors.of(
                    "Template format error: Number of %s, %d, is greater than maximum allowed, %d",
                    noun, section.size(), most);
        }
    }

    private static void addUnless(Set<String> known, String name, List<String> unknown) {
        if (!known.contains(name)) {
            unknown.add(name);
        }
    }

    private static ResourceDeclaration declaration(String id, JsonNode node) {
        if (id.startsWith("Fn::")) {
            throw TemplateErrors.of("Template error: the function %s is not supported", id);
        }
        if (!LOGICAL_ID.matcher(id).matches()) {
            throw TemplateErrors.of(
                    "Template format error: Resource name %s is non alphanumeric.", id);
        }
        if (!node.path("Type").isTextual()) {
            throw TemplateErrors.of(
                    "Template format error: [/Resources/%s] Every Resources object must contain a"
                            + " Type member.",
                    id);
        }
        String type = node.path("Type").asText();
        // SAM reads those that it knows and hands on none (Architect writes ArcMetadata).
        boolean serverless = type.startsWith("AWS::Serverless::");
        // Of no effect on AWS either; the Serverless Framework writes it.
        boolean custom =
                type.startsWith("Custom::") || type.equals("AWS::CloudFormation::CustomResource");
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            boolean known =
                                    serverless
                                            || ATTRIBUTES.contains(name)
                                            || (name.equals("Version") && custom)
                                            || (name.equals(CreationPolicy.NAME)
                                                    && CreationPolicy.isFor(type));
                            if (!known) {
                                throw TemplateErrors.of(
                                        "Invalid template resource property '%s' of resource %s:"
                                                + " not supported",
                                        name, id);
                            }
                        });
        ObjectNode properties =
                node.path("Properties") instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode();
        return new ResourceDeclaration(
                id,
                type,
                node.has(CreationPolicy.NAME)
                        ? CreationPolicy.over(id, properties, node.path(CreationPolicy.NAME))
                        : properties,
                dependsOn(node.path("DependsOn")),
                Optional.ofNullable(node.path("Condition").asText(null)),
                Retention.of(id, node));
    }

    private static List<String> dependsOn(JsonNode node) {
        List<String> ids = new ArrayList<>();
        if (node.isTextual()) {
            ids.add(node.asText());
        }
        node.forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
