package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code AWS::ApiGateway::UsagePlan}. One that goes gives up its stages first, which API Gateway
 * asks for.
 */
final class UsagePlanType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String NAME = "UsagePlanName";
    private static final String STAGES = "ApiStages";
    private static final String LIMITS = "Throttle";
    private static final int LONGEST_NAME = 128;

    @Override
    public String name() {
        return "AWS::ApiGateway::UsagePlan";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "Description",
                "ApiStages.ApiId",
                "ApiStages.Stage",
                "ApiStages.Throttle.*",
                "Quota.Limit",
                "Quota.Offset",
                "Quota.Period",
                "Throttle.BurstLimit",
                "Throttle.RateLimit",
                "Tags.*");
    }

    private static ObjectNode named(Target target, ObjectNode declared) {
        ObjectNode named = declared.deepCopy();
        JsonNode name = named.remove(NAME);
        return named.put("Name", name == null ? target.generatedName(LONGEST_NAME) : name.asText());
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String wanted = named(target, declared).path("Name").asText();
        List<Physical> found = new ArrayList<>();
        ObjectNode input = Target.input().put("limit", 500);
        target.call(SERVICE, "GetUsagePlans", input)
                .path("items")
                .forEach(
                        plan -> {
                            if (plan.path("name").asText().equals(wanted)) {
                                found.add(physical(plan));
                            }
                        });
        return found;
    }

    private static Physical physical(JsonNode plan) {
        String id = plan.path("id").asText();
        return new Physical(id).with("Id", id);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = MemberNames.lower(named(target, declared));
        return physical(target.call(SERVICE, "CreateUsagePlan", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ArrayNode patch =
                Patches.of(
                        Set.of("Name", "Description"),
                        named(target, before),
                        named(target, declared));
        for (String group : List.of(LIMITS, "Quota")) {
            group(group, before.path(group), declared.path(group), patch);
        }
        stages(before.path(STAGES), declared.path(STAGES), patch);
        patch(target, current, patch);
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            String arn = target.arn(SERVICE, "/usageplans/" + current.id());
            Tagging.change(target, SERVICE, "resourceArn", arn, before, declared);
        }
        return current;
    }

    private static void group(String group, JsonNode before, JsonNode after, ArrayNode patch) {
        if (!before.isMissingNode() && after.isMissingNode()) {
            patch.addObject().put("op", "remove").put("path", "/" + MemberNames.lowerFirst(group));
        } else if (!before.equals(after)) {
            Patches.entries("/" + MemberNames.lowerFirst(group), before, after, patch);
        }
    }

    /** A stage that is declared otherwise is taken out and put in anew. */
    private static void stages(JsonNode before, JsonNode after, ArrayNode patch) {
        if (before.equals(after)) {
            return;
        }
        before.forEach(
                stage ->
                        patch.addObject()
                                .put("op", "remove")
                                .put("path", "/apiStages")
                                .put("value", key(stage)));
        after.forEach(stage -> add(stage, patch));
    }

    private static void add(JsonNode stage, ArrayNode patch) {
        patch.addObject().put("op", "add").put("path", "/apiStages").put("value", key(stage));
        for (Map.Entry<String, JsonNode> method : stage.path(LIMITS).properties()) {
            String path = "/apiStages/" + key(stage) + "/throttle/" + method.getKey();
            for (Map.Entry<String, JsonNode> limit : method.getValue().properties()) {
                patch.addObject()
                        .put("op", "replace")
                        .put("path", path + '/' + MemberNames.lowerFirst(limit.getKey()))
                        .put("value", limit.getValue().asText());
            }
        }
    }

    private static String key(JsonNode stage) {
        return stage.path("ApiId").asText() + ':' + stage.path("Stage").asText();
    }

    private static void patch(Target target, Physical current, ArrayNode patch) {
        if (!patch.isEmpty()) {
            ObjectNode input = Target.input().put("usagePlanId", current.id());
            input.set("patchOperations", patch);
            target.call(SERVICE, "UpdateUsagePlan", input);
        }
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode plan = Target.input().put("usagePlanId", current.id());
        ArrayNode patch = Target.input().arrayNode();
        target.read(SERVICE, "GetUsagePlan", plan)
                .ifPresent(
                        present ->
                                present.path("apiStages")
                                        .forEach(
                                                stage ->
                                                        patch.addObject()
                                                                .put("op", "remove")
                                                                .put("path", "/apiStages")
                                                                .put(
                                                                        "value",
                                                                        stage.path("apiId").asText()
                                                                                + ':'
                                                                                + stage.path(
                                                                                                "stage")
                                                                                        .asText())));
        patch(target, current, patch);
        target.remove(SERVICE, "DeleteUsagePlan", plan);
    }
}
