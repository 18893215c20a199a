package dev.gatehouse.events.model;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is stored, with its targets. Its id is {@code bus/name}.
 *
 * @param enabled whether it has any effect
 * @param targets EventBridge's own members, in the order of their ids
 */
public record StoredRule(
        String bus,
        String name,
        Matching matching,
        boolean enabled,
        @Nullable String description,
        @Nullable String role,
        List<Map<String, Object>> targets,
        Map<String, String> tags) {
    public static final Kind<StoredRule> KIND = new Kind<>("events.rule", StoredRule.class);
    public static final String ID = "Id";
    public static final String ARN = "Arn";

    /**
     * What a rule waits for.
     *
     * @param schedule its schedule expression; null for none
     * @param pattern its event pattern, JSON; null for none
     * @param revision another each time that the rule is put: its schedule begins anew
     */
    public record Matching(@Nullable String schedule, @Nullable String pattern, String revision) {}

    public StoredRule {
        targets = List.copyOf(targets);
        tags = Map.copyOf(tags);
    }

    public static String id(String bus, String name) {
        return bus + '/' + name;
    }

    public String id() {
        return id(bus, name);
    }

    public Arn arn(Scope scope) {
        String path = bus.equals(StoredBus.DEFAULT) ? name : bus + '/' + name;
        return Arn.of("events", scope.region(), scope.account(), "rule/" + path);
    }

    public StoredRule aiming(List<Map<String, Object>> others) {
        return new StoredRule(bus, name, matching, enabled, description, role, others, tags);
    }

    public StoredRule tagged(Map<String, String> others) {
        return new StoredRule(bus, name, matching, enabled, description, role, targets, others);
    }

    public StoredRule inForce(boolean is, String revision) {
        Matching anew = new Matching(matching.schedule, matching.pattern, revision);
        return new StoredRule(bus, name, anew, is, description, role, targets, tags);
    }
}
