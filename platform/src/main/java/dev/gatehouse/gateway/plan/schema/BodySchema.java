package dev.gatehouse.gateway.plan.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The schema that a body must fit, compiled. */
public final class BodySchema {
    /** Of a body: deeper ones are rejected, since a schema may follow them all the way down. */
    private static final int DEEPEST = 200;

    /** Of a rejection's reasons, which are one for each thing that is wrong. */
    private static final int MOST_REASONS = 20;

    private static final ObjectReader JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    private final Schema schema;

    BodySchema(Schema schema) {
        this.schema = schema;
    }

    /** What is wrong with a body, as {@code $context.error.validationErrorString} tells it. */
    public @Nullable String problem(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.isMissingNode() ? "[]" : problem(schema.validate(tree));
        } catch (IOException broken) {
            return "[Unable to parse the request body as JSON]";
        } catch (SchemaException | StackOverflowError endless) {
            // A schema may refer to itself without end.
            return "[Unable to validate the request body]";
        }
    }

    private static @Nullable String problem(List<Error> errors) {
        return errors.isEmpty()
                ? null
                : errors.stream()
                        .limit(MOST_REASONS)
                        .map(Reasons::of)
                        .distinct()
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
