package dev.gatehouse.lambda.extension;

import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionVersion;
import io.vertx.core.json.JsonObject;

/**
 * What an extension learns of its function when it registers.
 *
 * @param version the function
 */
record FunctionFacts(FunctionVersion version) {

    /** Whether what it writes is JSON. */
    boolean isStructured() {
        return version.logging().format() == FunctionLogging.Format.JSON;
    }

    JsonObject toJson(boolean withAccount) {
        JsonObject facts = new JsonObject();
        if (withAccount) {
            facts.put("accountId", version.function().account());
        }
        return facts.put("functionName", version.name())
                .put("functionVersion", version.version())
                .put("handler", version.launch().handler());
    }
}
