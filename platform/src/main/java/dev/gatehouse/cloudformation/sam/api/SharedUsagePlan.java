package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Conditions;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.TreeSet;

/** The one usage plan of the APIs that share it, and what becomes of it. */
final class SharedUsagePlan {
    private static final String CONDITION = "SharedUsagePlanCondition";

    private final Expansion expansion;
    private final ArrayNode apis = Json.list();
    private final ArrayNode stages = Json.list();
    private final ArrayNode keys = Json.list();
    private final ObjectNode policies = Json.object();
    private final TreeSet<String> conditions = new TreeSet<>();
    private boolean always;

    SharedUsagePlan(Expansion expansion) {
        this.expansion = expansion;
    }

    ArrayNode apis() {
        return apis;
    }

    ArrayNode stages() {
        return stages;
    }

    ArrayNode keys() {
        return keys;
    }

    /** The attributes it has with one API more. */
    ObjectNode with(ObjectNode api) {
        keep("DeletionPolicy", api);
        keep("UpdateReplacePolicy", api);
        JsonNode condition = api.path("Condition");
        if (condition.isMissingNode()) {
            always = true;
            if (!conditions.isEmpty()) {
                expansion.conditions().remove(CONDITION);
            }
        } else if (!always && conditions.add(condition.asText())) {
            expansion
                    .conditions()
                    .set(
                            CONDITION,
                            conditions.size() == 1
                                    ? condition
                                    : Conditions.or(List.copyOf(conditions)));
        }
        ObjectNode attributes = policies.deepCopy();
        if (!always) {
            attributes.put("Condition", CONDITION);
        }
        return attributes;
    }

    /** The most careful policy holds. */
    private void keep(String name, ObjectNode api) {
        String asked = api.path(name).asText();
        String before = policies.path(name).asText();
        boolean more =
                asked.equals("Retain")
                        || before.isEmpty()
                        || (asked.equals("Snapshot") && before.equals("Delete"));
        if (!asked.isEmpty() && more) {
            policies.put(name, asked);
        }
    }
}
