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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::ApiKey}. One without a name gets one. */
final class ApiKeyType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String NAME = "Name";
    private static final String STAGES = "StageKeys";
    private static final int LONGEST_NAME = 128;

    @Override
    public String name() {
        return "AWS::ApiGateway::ApiKey";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "Description",
                "CustomerId",
                "Enabled",
                "GenerateDistinctId",
                "StageKeys.RestApiId",
                "StageKeys.StageName",
                "Tags.*",
                "Value");
    }

    private static ObjectNode named(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared
                : declared.deepCopy().put(NAME, target.generatedName(LONGEST_NAME));
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String wanted = named(target, declared).path(NAME).asText();
        ObjectNode input = Target.input().put("nameQuery", wanted);
        List<Physical> found = new ArrayList<>();
        target.call(SERVICE, "GetApiKeys", input)
                .path("items")
                .forEach(
                        key -> {
                            if (key.path("name").asText().equals(wanted)) {
                                found.add(physical(key));
                            }
                        });
        return found;
    }

    private static Physical physical(JsonNode key) {
        String id = key.path("id").asText();
        return new Physical(id).with("APIKeyId", id);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = MemberNames.lower(named(target, declared));
        return physical(target.call(SERVICE, "CreateApiKey", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ArrayNode patch =
                Patches.of(
                        Set.of(NAME, "Description", "CustomerId", "Enabled"),
                        named(target, before),
                        named(target, declared));
        stages("remove", before, declared, patch);
        stages("add", declared, before, patch);
        if (!patch.isEmpty()) {
            ObjectNode input = Target.input().put("apiKey", current.id());
            input.set("patchOperations", patch);
            target.call(SERVICE, "UpdateApiKey", input);
        }
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            String arn = target.arn(SERVICE, "/apikeys/" + current.id());
            Tagging.change(target, SERVICE, "resourceArn", arn, before, declared);
        }
        return current;
    }

    /** An operation for each stage of the one declaration that the other has not. */
    private static void stages(String op, ObjectNode of, ObjectNode without, ArrayNode patch) {
        Set<JsonNode> others = new HashSet<>();
        without.path(STAGES).forEach(others::add);
        for (JsonNode stage : of.path(STAGES)) {
            if (!others.contains(stage)) {
                String named =
                        stage.path("RestApiId").asText() + '/' + stage.path("StageName").asText();
                patch.addObject().put("op", op).put("path", "/stages").put("value", named);
            }
        }
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteApiKey", Target.input().put("apiKey", current.id()));
    }
}
