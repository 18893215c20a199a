package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transform {@code AWS::LanguageExtensions}: puts in what loops stand for, and decides policies
 * that are functions of parameters (CloudFormation Template Reference, "AWS::LanguageExtensions
 * transform"). Its other functions are evaluated with the rest of a template.
 */
public final class LanguageExtensions {
    /** The transform's name. */
    public static final String NAME = "AWS::LanguageExtensions";

    static final String FAILED = "Transform AWS::LanguageExtensions failed with: ";

    private static final List<String> LOOPING = List.of("Conditions", "Resources", "Outputs");
    private static final List<String> POLICIES = List.of("DeletionPolicy", "UpdateReplacePolicy");

    private final ObjectNode root;
    private final Function<String, Optional<JsonNode>> references;
    private final boolean strict;

    private LanguageExtensions(
            ObjectNode root, Function<String, Optional<JsonNode>> references, boolean strict) {
        this.root = root;
        this.references = references;
        this.strict = strict;
    }

    /** Whether a template asks for the transform. */
    public static boolean isAskedBy(ObjectNode root) {
        return transforms(root).contains(NAME);
    }

    /** The names of the transforms that a template asks for. */
    static List<String> transforms(ObjectNode root) {
        JsonNode transform = root.path("Transform");
        List<String> names = new ArrayList<>();
        if (transform.isArray()) {
            transform.forEach(name -> names.add(name.asText()));
        } else if (!transform.isMissingNode()) {
            names.add(transform.asText());
        }
        return names;
    }

    /**
     * A template without loops, for a stack whose parameters are known.
     *
     * @param references what {@code Ref} of a parameter or pseudo parameter gives
     * @throws ServiceException ValidationError when a loop cannot be, or makes too much
     */
    public static ObjectNode expanded(
            ObjectNode root, Function<String, Optional<JsonNode>> references) {
        return new LanguageExtensions(root, references, true).expanded();
    }

    /**
     * A template as far as it can be told without a stack: loops over what is not known yet make
     * nothing.
     *
     * @param given values of parameters by name; the others have their defaults
     */
    static ObjectNode sketched(ObjectNode root, Map<String, String> given) {
        JsonNode declared = root.path("Parameters");
        return new LanguageExtensions(
                        root,
                        name -> Parameters.sketched(declared.path(name), given.get(name)),
                        false)
                .expanded();
    }

    private ObjectNode expanded() {
        Loops loops = new Loops(this::evaluated);
        ObjectNode result = root.objectNode();
        root.properties()
                .forEach(
                        section ->
                                result.set(
                                        section.getKey(),
                                        LOOPING.contains(section.getKey())
                                                ? loops.expanded(section.getValue())
                                                : section.getValue()));
        Intrinsics intrinsics = new Intrinsics(scope(result.path("Conditions")));
        for (JsonNode resource : result.path("Resources")) {
            if (resource instanceof ObjectNode declaration) {
                decide(declaration, intrinsics);
            }
        }
        return result;
    }

    private void decide(ObjectNode declaration, Intrinsics intrinsics) {
        for (String policy : POLICIES) {
            if (declaration.path(policy).isObject()) {
                value(intrinsics, declaration.path(policy))
                        .filter(JsonNode::isTextual)
                        .ifPresentOrElse(
                                value -> declaration.set(policy, value),
                                () -> declaration.remove(policy));
            }
        }
    }

    /** What a collection is; empty when that cannot be told without a stack. */
    private Optional<JsonNode> evaluated(JsonNode collection) {
        return value(new Intrinsics(scope(root.path("Conditions"))), collection);
    }

    private Optional<JsonNode> value(Intrinsics intrinsics, JsonNode written) {
        try {
            return Optional.of(intrinsics.evaluate(written));
        } catch (ServiceException unknown) {
            if (strict) {
                throw TemplateErrors.of("%s%s", FAILED, unknown.text());
            }
            return Optional.empty();
        }
    }

    private Scope scope(JsonNode conditions) {
        Map<String, Optional<Boolean>> decided = new HashMap<>();
        return new Scope() {
            @Override
            public Optional<JsonNode> ref(String name) {
                return references.apply(name);
            }

            @Override
            public Optional<JsonNode> attribute(String logicalId, String attribute) {
                return Optional.empty();
            }

            @Override
            public Optional<JsonNode> imported(String name) {
                return Optional.empty();
            }

            @Override
            public boolean condition(String name) {
                Optional<Boolean> before = decided.get(name);
                if (before == null) {
                    // Until it is decided, a condition that comes back to it finds nothing.
                    decided.put(name, Optional.empty());
                    before = Optional.of(new Intrinsics(this).holds(conditions.path(name)));
                    decided.put(name, before);
                }
                return before.orElseThrow(
                        () ->
                                TemplateErrors.of(
                                        "Template error: the condition %s cannot be decided",
                                        name));
            }

            @Override
            public JsonNode mappings() {
                return root.path("Mappings");
            }
        };
    }

    /**
     * Rejects functions that only the transform makes known.
     *
     * @throws ServiceException ValidationError naming the first
     */
    static void rejectUnasked(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            if (name.equals("Fn::Length")
                    || name.equals("Fn::ToJsonString")
                    || name.startsWith(Loops.PREFIX)) {
                throw TemplateErrors.of(
                        "Template error: the function %s needs Transform: %s", name, NAME);
            }
            if (name.equals("Fn::FindInMap")
                    && member.getValue() instanceof ArrayNode parameters
                    && parameters.size() != 3) {
                throw TemplateErrors.of(
                        "Template error: every Fn::FindInMap object requires three parameters, the"
                                + " map name, map key and the attribute for return value");
            }
            rejectUnasked(member.getValue());
        }
        if (node.isArray()) {
            node.forEach(LanguageExtensions::rejectUnasked);
        }
    }

    /** The text of a value that loops and joins can take; null when it is none. */
    static @Nullable String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }
}
