package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.resource.Waiting;

/** Provisioned concurrency, as a property of versions and aliases. */
final class Provisioning {
    static final String EXECUTIONS = "ProvisionedConcurrentExecutions";
    private static final String SERVICE = "lambda";
    private static final String CONFIG = "ProvisionedConcurrencyConfig";

    /** What both types support of it. */
    static final String PROPERTY = CONFIG + "." + EXECUTIONS;

    private Provisioning() {}

    /**
     * Gives a version or alias what it declares, and waits until it is there; takes away what it no
     * longer declares.
     */
    static void apply(Target target, JsonNode function, String qualifier, ObjectNode declared) {
        ObjectNode named = Target.input().put("Qualifier", qualifier);
        named.set("FunctionName", function);
        JsonNode executions = declared.path(CONFIG).path(EXECUTIONS);
        if (executions.isMissingNode()) {
            target.remove(SERVICE, "DeleteProvisionedConcurrencyConfig", named);
            return;
        }
        ObjectNode input = named.deepCopy();
        input.put(EXECUTIONS, executions.asInt());
        target.call(SERVICE, "PutProvisionedConcurrencyConfig", input);
        Waiting.until(
                "Provisioned concurrency of " + qualifier,
                () -> isReady(target.call(SERVICE, "GetProvisionedConcurrencyConfig", named)));
    }

    private static boolean isReady(JsonNode config) {
        String status = config.path("Status").asText();
        if (status.equals("FAILED")) {
            throw Waiting.failed(config.path("StatusReason").asText());
        }
        return status.equals("READY");
    }

    /** Whether a declaration asks for any. */
    static boolean isAsked(ObjectNode declared) {
        return declared.has(CONFIG);
    }

    /** A declaration without it, for operations that do not know it. */
    static ObjectNode without(ObjectNode declared) {
        ObjectNode rest = declared.deepCopy();
        rest.remove(CONFIG);
        return rest;
    }
}
