package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;

/** Conditions that the transform adds to a template. */
public final class Conditions {
    /** How many {@code Fn::Or} takes. */
    private static final int MOST = 10;

    private Conditions() {}

    /** Whether one of the named conditions holds. */
    public static ObjectNode or(List<String> names) {
        ObjectNode condition = Json.object();
        ArrayNode list = condition.putArray("Fn::Or");
        names.forEach(name -> list.addObject().put("Condition", name));
        return condition;
    }

    /** Whether a condition does not hold. */
    public static ObjectNode not(String name) {
        ObjectNode condition = Json.object();
        condition.putArray("Fn::Not").addObject().put("Condition", name);
        return condition;
    }

    /** Adds one condition, and as many between as there are more than ten: any of the names. */
    public static void addAny(ObjectNode conditions, String name, List<String> names) {
        int left = (names.size() - 2) / (MOST - 1);
        List<String> open = new ArrayList<>(names);
        while (open.size() > 1) {
            String next = left > 0 ? name + left : name;
            left--;
            List<String> some = open.subList(0, Math.min(MOST, open.size()));
            conditions.set(next, or(some));
            some.clear();
            open.add(next);
            if (next.equals(name)) {
                return;
            }
        }
    }
}
