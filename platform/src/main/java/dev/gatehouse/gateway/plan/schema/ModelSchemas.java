package dev.gatehouse.gateway.plan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.kernel.BoundedPattern;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The models of one API as schemas of JSON Schema's draft 4. They refer to each other by the URLs
 * of API Gateway's documentation; nothing else is ever read for a reference.
 */
public final class ModelSchemas {
    private static final String MODELS = "https://apigateway.amazonaws.com/restapis/";
    private static final Pattern MODEL =
            Pattern.compile(Pattern.quote(MODELS) + "([^/]+)/models/([A-Za-z0-9]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String apiId;
    private final Map<String, String> texts;
    private final Map<String, BodySchema> compiled = new HashMap<>();
    private final SchemaRegistry registry;

    /**
     * @param texts the schemas of the API's models by name
     */
    public ModelSchemas(String apiId, Map<String, String> texts) {
        this.apiId = apiId;
        this.texts = Map.copyOf(texts);
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_4,
                        builder ->
                                builder.schemas(this::resolve)
                                        .schemaLoader(
                                                loader ->
                                                        loader.fetchRemoteResources(false)
                                                                .block(
                                                                        iri ->
                                                                                !iri.toString()
                                                                                        .startsWith(
                                                                                                MODELS)))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .typeLoose(false)
                                                        .regularExpressionFactory(
                                                                ModelSchemas::pattern)
                                                        .build()));
    }

    private static com.networknt.schema.regex.RegularExpression pattern(String expression) {
        BoundedPattern pattern =
                BoundedPattern.compile(expression)
                        .orElseThrow(
                                () ->
                                        new SchemaException(
                                                "Invalid regular expression: " + expression));
        return pattern::finds;
    }

    private @Nullable String resolve(String iri) {
        Matcher named = MODEL.matcher(iri);
        return named.matches() && named.group(1).equals(apiId)
                ? plain(texts.get(named.group(2)))
                : null;
    }

    /** A schema is of draft 4 whatever it says, and is called as its model. */
    private static @Nullable String plain(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree instanceof ObjectNode object) {
                object.remove("$schema");
                object.remove("id");
            }
            return tree.toString();
        } catch (JsonProcessingException broken) {
            throw new SchemaException(broken.getOriginalMessage());
        }
    }

    /** The schema of a model, compiled once. */
    public BodySchema of(String model) {
        return compiled.computeIfAbsent(model, name -> new BodySchema(compile(name)));
    }

    private Schema compile(String model) {
        return registry.getSchema(SchemaLocation.of(MODELS + apiId + "/models/" + model));
    }

    /** What is wrong with the schema of a model; empty when it can be used. */
    public Optional<String> problem(String model) {
        try {
            Optional<String> broken = broken(JSON.readTree(texts.get(model)));
            if (broken.isEmpty()) {
                of(model).problem("{}".getBytes(StandardCharsets.UTF_8));
            }
            return broken;
        } catch (JsonProcessingException problem) {
            return Optional.of(problem.getOriginalMessage());
        } catch (SchemaException problem) {
            return Optional.of(String.valueOf(problem.getMessage()));
        } catch (StackOverflowError endless) {
            return Optional.of("The schema refers to itself without end");
        }
    }

    /** The first reference that leads nowhere, or pattern that is none. */
    private Optional<String> broken(JsonNode schema) {
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            Optional<String> broken = broken(entry.getKey(), entry.getValue());
            if (broken.isPresent()) {
                return broken;
            }
        }
        return schema.isArray()
                ? schema.valueStream().map(this::broken).flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }

    private Optional<String> broken(String keyword, JsonNode value) {
        if (value.isTextual()) {
            return switch (keyword) {
                case "$ref" -> reference(value.asText());
                case "pattern" -> expression(value.asText());
                default -> Optional.empty();
            };
        }
        return keyword.equals("patternProperties")
                ? expressions(value).or(() -> broken(value))
                : broken(value);
    }

    private Optional<String> reference(String reference) {
        String model = reference.split("#", 2)[0];
        return model.isEmpty() || resolve(model) != null
                ? Optional.empty()
                : Optional.of("Model reference cannot be resolved: " + reference);
    }

    private static Optional<String> expressions(JsonNode patterns) {
        return patterns.propertyStream()
                .map(entry -> expression(entry.getKey()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> expression(String expression) {
        return BoundedPattern.compile(expression).isPresent()
                ? Optional.empty()
                : Optional.of("Invalid regular expression: " + expression);
    }
}
