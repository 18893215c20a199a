package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import java.util.Objects;

/** What a model may be called and hold. */
public final class ModelRules {
    private ModelRules() {}

    /** Rejects a name that AWS rejects. */
    public static void checkName(String name) {
        if (name.isEmpty()) {
            throw badRequest("Model name must be non-empty");
        }
        if (!name.matches("[a-zA-Z0-9]+")) {
            throw badRequest("Model name must be alphanumeric: " + name);
        }
    }

    /**
     * Rejects a schema that AWS rejects, also for what it refers to.
     *
     * @param schemas those of the API's models, this one among them
     */
    public static void checkSchema(Model model, ModelSchemas schemas) {
        String schema = Objects.requireNonNullElse(model.schema(), "");
        if (schema.isBlank() || schema.strip().equals("{}")) {
            throw badRequest("Model schema must have at least 1 property or array items defined");
        }
        if (MediaTypes.essence(model.contentType()).contains("json")) {
            schemas.problem(String.valueOf(model.name()))
                    .ifPresent(
                            problem -> {
                                throw badRequest(
                                        "Invalid model specified: Validation Result: warnings : [],"
                                                + " errors : [Invalid model schema specified. "
                                                + problem
                                                + "]");
                            });
        }
    }
}
