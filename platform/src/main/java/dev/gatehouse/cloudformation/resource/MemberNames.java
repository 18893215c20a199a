package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * CloudFormation's property names as API Gateway's member names: the first letter in lower case.
 */
public final class MemberNames {
    /** Maps whose keys are the user's own and stay as they are. */
    private static final Set<String> USER_MAPS =
            Set.of(
                    "stageVariables",
                    "stageVariableOverrides",
                    "variables",
                    "requestParameters",
                    "responseParameters",
                    "requestTemplates",
                    "responseTemplates",
                    "requestModels",
                    "responseModels",
                    "tags");

    /** Properties that are called otherwise than the members they are for. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "ApiKeySourceType", "apiKeySource",
                    "CanarySetting", "canarySettings",
                    "DeploymentCanarySettings", "canarySettings");

    private MemberNames() {}

    public static ObjectNode lower(ObjectNode declared) {
        ObjectNode members = Target.input();
        for (Map.Entry<String, JsonNode> property : declared.properties()) {
            String name = lowerFirst(property.getKey());
            members.set(name, value(name, property.getValue()));
        }
        return members;
    }

    public static String lowerFirst(String name) {
        String renamed = RENAMED.get(name);
        return renamed != null
                ? renamed
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static JsonNode value(String name, JsonNode value) {
        if (name.equals("tags") && value.isArray()) {
            return Tagging.map(value);
        }
        if (USER_MAPS.contains(name)) {
            return value;
        }
        return switch (value) {
            case ObjectNode object -> lower(object);
            case ArrayNode list -> {
                ArrayNode lowered = list.arrayNode();
                list.forEach(
                        item ->
                                lowered.add(
                                        item instanceof ObjectNode object ? lower(object) : item));
                yield lowered;
            }
            default -> value;
        };
    }
}
