package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates a tree with intrinsic functions against a scope. A property whose value is {@code
 * AWS::NoValue} disappears. A function we do not know is rejected by name.
 */
public final class Intrinsics {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^{}]*)}");
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "Ref",
                    "Fn::GetAtt",
                    "Fn::Sub",
                    "Fn::Join",
                    "Fn::Select",
                    "Fn::Split",
                    "Fn::If",
                    "Fn::FindInMap",
                    "Fn::Length",
                    "Fn::ToJsonString",
                    "Fn::ImportValue",
                    "Fn::Base64");

    /** The most that a function makes: as much as a template may have. */
    private static final int LONGEST = 1 << 20;

    private static final JsonNode NO_VALUE = JSON.missingNode();

    private final Scope scope;

    public Intrinsics(Scope scope) {
        this.scope = scope;
    }

    /** The tree without functions. */
    public JsonNode evaluate(JsonNode node) {
        return switch (node) {
            case ObjectNode object when isCall(object) ->
                    call(object.properties().iterator().next());
            case ObjectNode object -> members(object);
            case ArrayNode list -> {
                ArrayNode result = JSON.arrayNode();
                for (JsonNode item : list) {
                    JsonNode value = evaluate(item);
                    if (value != NO_VALUE) {
                        result.add(value);
                    }
                }
                yield result;
            }
            default -> node;
        };
    }

    /** The tree of an object, which cannot vanish. */
    public ObjectNode members(ObjectNode object) {
        ObjectNode result = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = evaluate(member.getValue());
            if (value != NO_VALUE) {
                result.set(member.getKey(), value);
            }
        }
        return result;
    }

    /** Whether a condition's expression holds. */
    public boolean holds(JsonNode expression) {
        if (expression.isBoolean()) {
            return expression.asBoolean();
        }
        if (!(expression instanceof ObjectNode object) || object.size() != 1) {
            throw TemplateErrors.of("Template error: a condition is one condition function");
        }
        Map.Entry<String, JsonNode> call = object.properties().iterator().next();
        JsonNode argument = call.getValue();
        return switch (call.getKey()) {
            case "Condition" -> scope.condition(argument.asText());
            case "Fn::Equals" ->
                    evaluate(argument.path(0)).asText().equals(evaluate(argument.path(1)).asText());
            case "Fn::Not" -> !holds(argument.path(0));
            case "Fn::And" -> argument.valueStream().allMatch(this::holds);
            case "Fn::Or" -> argument.valueStream().anyMatch(this::holds);
            default -> throw unsupported(call.getKey());
        };
    }

    /** Whether an object is a call of an intrinsic function rather than data. */
    public static boolean isCall(ObjectNode object) {
        if (object.size() != 1) {
            return false;
        }
        String name = object.fieldNames().next();
        return name.equals("Ref") || name.startsWith("Fn::");
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a function that has no
     *     value here
     */
    static void requireKnown(String function) {
        if (!FUNCTIONS.contains(function)) {
            throw unsupported(function);
        }
    }

    private JsonNode call(Map.Entry<String, JsonNode> call) {
        JsonNode argument = call.getValue();
        return switch (call.getKey()) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Select" -> select(argument);
            case "Fn::Split" -> split(argument);
            case "Fn::If" ->
                    evaluate(argument.path(scope.condition(argument.path(0).asText()) ? 1 : 2));
            case "Fn::FindInMap" -> findInMap(argument);
            case "Fn::Length" -> length(argument);
            case "Fn::ToJsonString" -> bounded(evaluate(argument).toString());
            case "Fn::ImportValue" -> imported(text(argument));
            case "Fn::Base64" ->
                    bounded(
                            Base64.getEncoder()
                                    .encodeToString(
                                            text(argument).getBytes(StandardCharsets.UTF_8)));
            default -> throw unsupported(call.getKey());
        };
    }

    private JsonNode ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        return scope.ref(name).orElseThrow(() -> unresolved(name));
    }

    private JsonNode attribute(JsonNode argument) {
        String id = argument.path(0).asText();
        String name = evaluate(argument.path(1)).asText();
        return scope.attribute(id, name)
                .orElseThrow(
                        () ->
                                TemplateErrors.of(
                                        "Template error: resource %s does not support attribute"
                                                + " type %s in Fn::GetAtt",
                                        id, name));
    }

    private JsonNode substitute(JsonNode argument) {
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        JsonNode own = argument.isArray() ? argument.path(1) : JSON.objectNode();
        Map<String, String> known = new HashMap<>();
        StringBuilder result = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2).strip();
            String value =
                    matcher.group(1).isEmpty()
                            ? variable(name, own, known)
                            : "${" + matcher.group(2) + "}";
            bounded(result.length() + value.length());
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return JSON.textNode(matcher.appendTail(result).toString());
    }

    /** A text that holds others again and again doubles with each, where templates nest deep. */
    private static void bounded(int length) {
        if (length > LONGEST) {
            throw TemplateErrors.of(
                    "Template error: a function makes a text of more than %d characters", LONGEST);
        }
    }

    private static TextNode bounded(String text) {
        bounded(text.length());
        return JSON.textNode(text);
    }

    private String variable(String name, JsonNode own, Map<String, String> known) {
        if (own.has(name)) {
            return known.computeIfAbsent(name, each -> text(own.get(each)));
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return ref(name).asText();
        }
        return attribute(JSON.arrayNode().add(name.substring(0, dot)).add(name.substring(dot + 1)))
                .asText();
    }

    private JsonNode join(JsonNode argument) {
        StringJoiner joiner = new StringJoiner(argument.path(0).asText());
        evaluate(argument.path(1))
                .forEach(
                        item -> {
                            joiner.add(item.asText());
                            bounded(joiner.length());
                        });
        return JSON.textNode(joiner.toString());
    }

    private JsonNode select(JsonNode argument) {
        int index = evaluate(argument.path(0)).asInt();
        JsonNode list = evaluate(argument.path(1));
        if (index < 0 || index >= list.size()) {
            throw TemplateErrors.of(
                    "Template error: Fn::Select cannot select nonexistent value at index %d",
                    index);
        }
        return list.get(index);
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode parts = JSON.arrayNode();
        for (String part :
                text(argument.path(1)).split(Pattern.quote(argument.path(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode findInMap(JsonNode argument) {
        JsonNode found =
                scope.mappings()
                        .path(text(argument.path(0)))
                        .path(text(argument.path(1)))
                        .path(text(argument.path(2)));
        JsonNode otherwise = argument.path(3).path("DefaultValue");
        if (found.isMissingNode() && !otherwise.isMissingNode()) {
            return evaluate(otherwise);
        }
        if (found.isMissingNode()) {
            throw TemplateErrors.of("Template error: Unable to get mapping for %s", argument);
        }
        return found;
    }

    private JsonNode length(JsonNode argument) {
        JsonNode list = evaluate(argument);
        if (!list.isArray()) {
            throw TemplateErrors.of(
                    LanguageExtensions.FAILED + "Fn::Length only supports lists and arrays");
        }
        return JSON.numberNode(list.size());
    }

    private JsonNode imported(String name) {
        return scope.imported(name)
                .orElseThrow(() -> TemplateErrors.of("No export named %s found.", name));
    }

    private String text(JsonNode node) {
        return evaluate(node).asText();
    }

    private static RuntimeException unresolved(String name) {
        return TemplateErrors.of(
                "Template format error: Unresolved resource dependencies [%s] in the Resources"
                        + " block of the template",
                name);
    }

    private static RuntimeException unsupported(String function) {
        return TemplateErrors.of("Template error: the function %s is not supported", function);
    }
}
