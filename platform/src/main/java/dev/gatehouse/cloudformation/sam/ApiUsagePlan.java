package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usage plan that a REST API asks for ({@code Auth: UsagePlan}): one of its own, or one that
 * all APIs of the template share that ask for such, with an API key in it.
 */
final class ApiUsagePlan {
    private static final String CREATE = "CreateUsagePlan";
    private static final String STAGES = "ApiStages";
    private static final String SHARED = "Serverless";

    private ApiUsagePlan() {}

    /**
     * Adds the plan, a key and the key's place in the plan.
     *
     * @param declared what the API says of its plan
     * @param stageId the API's stage, which must be there first
     */
    static void add(String api, JsonNode declared, String stageId, Expansion into) {
        if (declared.isMissingNode()) {
            return;
        }
        if (!declared.isObject()) {
            throw TemplateErrors.of("Resource %s: Auth.UsagePlan must be an object", api);
        }
        into.requireOnly(
                Set.of(CREATE, "UsagePlanName", "Description", "Quota", "Throttle", "Tags"),
                declared,
                "Resource " + api + ", Auth, UsagePlan");
        @Nullable String prefix =
                switch (declared.path(CREATE).asText()) {
                    case "PER_API" -> api;
                    case "SHARED" -> SHARED;
                    case "NONE" -> null;
                    case "" ->
                            throw TemplateErrors.of(
                                    "Resource with id [%s] is invalid. 'CreateUsagePlan' is a"
                                            + " required field for UsagePlan properties.",
                                    api);
                    default ->
                            throw TemplateErrors.of(
                                    "Resource with id [%s] is invalid. 'CreateUsagePlan' accepts"
                                            + " one of these values: 'NONE', 'PER_API', 'SHARED'.",
                                    api);
                };
        if (prefix != null) {
            plan(api, prefix + "UsagePlan", (ObjectNode) declared, stageId, into);
            ObjectNode key = Json.object().put("Enabled", true);
            into.add(ResourceDeclaration.of(prefix + "ApiKey", "AWS::ApiGateway::ApiKey", key));
            ObjectNode place = Json.object().put("KeyType", "API_KEY");
            place.set("KeyId", Json.ref(prefix + "ApiKey"));
            place.set("UsagePlanId", Json.ref(prefix + "UsagePlan"));
            into.add(
                    ResourceDeclaration.of(
                            prefix + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", place));
        }
    }

    /** A plan that is shared opens the stages of all who share it. */
    private static void plan(
            String api, String id, ObjectNode declared, String stageId, Expansion into) {
        ObjectNode plan = Json.object();
        Json.copy(declared, plan, "UsagePlanName", "Description", "Quota", "Throttle", "Tags");
        Optional<ResourceDeclaration> shared = into.find(id);
        if (shared.isPresent()) {
            ObjectNode before = shared.get().properties().deepCopy();
            JsonNode stages = before.remove(STAGES);
            if (!before.equals(plan)) {
                throw TemplateErrors.of(
                        "Resource %s: Auth.UsagePlan differs from that of another API it is shared"
                                + " with",
                        api);
            }
            plan.set(STAGES, stages);
        }
        ObjectNode opened = plan.withArrayProperty(STAGES).addObject();
        opened.set("ApiId", Json.ref(api));
        opened.set("Stage", Json.ref(stageId));
        into.add(ResourceDeclaration.of(id, "AWS::ApiGateway::UsagePlan", plan));
    }
}
