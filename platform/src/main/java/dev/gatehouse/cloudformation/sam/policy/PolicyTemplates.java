package dev.gatehouse.cloudformation.sam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.template.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SAM's policy templates: policies that ask only for the names of resources. */
final class PolicyTemplates {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z]+)}");

    /** Loads once, when a template is first used. */
    private static final class Loaded {
        static final Map<String, PolicyTemplate> TEMPLATES = load();
    }

    /**
     * @param statements one a line, as the file has them
     */
    private record PolicyTemplate(List<String> parameters, List<String> statements) {}

    private PolicyTemplates() {}

    /** Whether an entry of Policies uses a template: {@code S3ReadPolicy: {BucketName: …}}. */
    static boolean isUse(JsonNode entry) {
        return entry.isObject()
                && entry.size() == 1
                && Loaded.TEMPLATES.containsKey(entry.fieldNames().next());
    }

    /** The policy document that a use stands for. */
    static ObjectNode document(String resource, JsonNode use) {
        String name = use.fieldNames().next();
        PolicyTemplate template = Objects.requireNonNull(Loaded.TEMPLATES.get(name));
        JsonNode given = use.get(name);
        if (!given.isObject()) {
            throw SamErrors.resource(
                    resource,
                    "Must specify valid parameter values for policy template '" + name + "'");
        }
        List<String> missing =
                template.parameters().stream().filter(each -> !given.has(each)).toList();
        if (!missing.isEmpty()) {
            throw SamErrors.resource(
                    resource,
                    "Following required parameters of template '"
                            + name
                            + "' don't have values: ['"
                            + String.join("', '", missing)
                            + "']");
        }
        Map<String, JsonNode> values = new HashMap<>();
        template.parameters()
                .forEach(each -> values.put(each.toLowerCase(Locale.ROOT), given.get(each)));
        ObjectNode document = Json.object();
        ArrayNode statements = document.putArray("Statement");
        template.statements().forEach(each -> statements.add(statement(each, values)));
        return document;
    }

    private static ObjectNode statement(String line, Map<String, JsonNode> values) {
        List<String> words = Arrays.asList(line.strip().split(" ", -1));
        int on = words.indexOf("on");
        int place = on < 0 ? words.indexOf("in") : on;
        int when = words.indexOf("when");
        int end = when < 0 ? words.size() : when;
        ObjectNode statement = Json.object().put("Effect", "Allow");
        String first = words.getFirst();
        if (first.startsWith("=")) {
            statement.put("Action", first.substring(1));
        } else {
            ArrayNode actions = statement.putArray("Action");
            words.subList(0, place).forEach(actions::add);
        }
        if (on >= 0) {
            statement.set("Resource", arn(words.get(on + 1), values));
        } else {
            ArrayNode resources = statement.putArray("Resource");
            words.subList(place + 1, end).forEach(each -> resources.add(arn(each, values)));
        }
        if (when >= 0) {
            statement
                    .putObject("Condition")
                    .putObject(words.get(when + 1))
                    .set(words.get(when + 2), arn(words.get(when + 3), values));
        }
        return statement;
    }

    private static JsonNode arn(String text, Map<String, JsonNode> values) {
        ObjectNode variables = Json.object();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            JsonNode value = Objects.requireNonNull(values.get(name.toLowerCase(Locale.ROOT)));
            variables.set(name, value.deepCopy());
        }
        if (!variables.isEmpty()) {
            return Json.object().set("Fn::Sub", Json.list().add(text).add(variables));
        }
        return text.equals("*") ? Json.text(text) : Json.sub(text);
    }

    private static Map<String, PolicyTemplate> load() {
        Map<String, PolicyTemplate> templates = new HashMap<>();
        List<String> statements = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith(" ")) {
                statements.add(line);
            } else if (!line.startsWith("#")) {
                String[] words = line.split(" ", -1);
                statements = new ArrayList<>();
                List<String> parameters = Arrays.asList(words).subList(1, words.length);
                templates.put(words[0], new PolicyTemplate(parameters, statements));
            }
        }
        return templates;
    }

    private static List<String> lines() {
        try (InputStream file = PolicyTemplates.class.getResourceAsStream("policy-templates.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
