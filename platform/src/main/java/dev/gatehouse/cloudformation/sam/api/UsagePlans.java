package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Set;

/** The {@code UsagePlan} of an API's Auth: a plan of its own, or one that several APIs share. */
final class UsagePlans {
    private static final Set<String> KEYS =
            Set.of("CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName");

    private final Declared api;
    private final Expansion expansion;
    private final String stage;
    private final JsonNode given;

    UsagePlans(Declared api, Expansion expansion, String stage) {
        this.api = api;
        this.expansion = expansion;
        this.stage = stage;
        this.given = api.get("Auth").path("UsagePlan");
    }

    List<Made> made() {
        if (given.isMissingNode()) {
            return List.of();
        }
        check();
        return switch (given.get("CreateUsagePlan").asText()) {
            case "PER_API" -> own();
            case "SHARED" -> shared();
            default -> List.of();
        };
    }

    private void check() {
        if (!given.isObject()) {
            throw api.invalid("'UsagePlan' must be a dictionary");
        }
        for (String key : (Iterable<String>) given::fieldNames) {
            if (!KEYS.contains(key)) {
                throw api.invalid("Invalid property for 'UsagePlan'");
            }
        }
        JsonNode create = given.path("CreateUsagePlan");
        if (create.isMissingNode()) {
            throw api.invalid("'CreateUsagePlan' is a required field for UsagePlan.");
        }
        if (!create.asText().matches("SHARED|PER_API|NONE")) {
            throw api.invalid("'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].");
        }
    }

    private ObjectNode apiStage() {
        ObjectNode apiStage = Json.object();
        apiStage.set("ApiId", Values.ref(api.id()));
        return apiStage.set("Stage", Values.ref(stage));
    }

    private ObjectNode stageKey() {
        ObjectNode key = Json.object();
        key.set("RestApiId", Values.ref(api.id()));
        return key.set("StageName", Values.ref(stage));
    }

    private List<Made> own() {
        return made(
                api.id(),
                Json.list().add(api.id()),
                api.passed(),
                Json.list().add(apiStage()),
                Json.list().add(stageKey()));
    }

    private List<Made> shared() {
        SharedUsagePlan plan = expansion.shared(SharedUsagePlan.class, SharedUsagePlan::new);
        ObjectNode attributes = plan.with(api.passed());
        Values.addUnique(plan.apis(), Json.text(api.id()));
        Values.addUnique(plan.stages(), apiStage());
        Values.addUnique(plan.keys(), stageKey());
        return made("Serverless", plan.apis(), attributes, plan.stages(), plan.keys());
    }

    private List<Made> made(
            String prefix,
            ArrayNode apis,
            ObjectNode attributes,
            ArrayNode stages,
            ArrayNode keys) {
        Made plan = new Made(prefix + "UsagePlan", "AWS::ApiGateway::UsagePlan", attributes);
        plan.attribute("DependsOn", apis.deepCopy()).set("ApiStages", stages.deepCopy());
        for (String name : List.of("UsagePlanName", "Description", "Quota", "Tags", "Throttle")) {
            if (Values.isTrue(given.path(name))) {
                plan.set(name, given.get(name));
            }
        }
        Made key = new Made(prefix + "ApiKey", "AWS::ApiGateway::ApiKey", attributes);
        key.attribute("DependsOn", Json.list().add(plan.id()));
        key.set("Enabled", Json.object().booleanNode(true)).set("StageKeys", keys.deepCopy());
        Made member =
                new Made(prefix + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", attributes);
        member.attribute("DependsOn", Json.list().add(key.id()));
        member.set("KeyId", Values.ref(key.id())).set("KeyType", "API_KEY");
        member.set("UsagePlanId", Values.ref(plan.id()));
        return List.of(plan, key, member);
    }
}
