package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.UsagePlan;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds for keys in usage plans: which plan of a key is for a stage must never be a question.
 */
final class PlanMembership {
    /** The one type of keys in usage plans. */
    static final String TYPE = "API_KEY";

    private PlanMembership() {}

    /** Rejects a key for a plan, of whose stages another of the key's plans has one. */
    static void requireOne(Repositories in, String planId, String keyId) {
        requireOne(in, stages(in.of(UsageTypes.PLAN).get(planId)), planId, keyId);
    }

    /** Rejects stages for a plan, of whose keys one has another plan with such a stage. */
    static void requireOne(Repositories in, UsagePlan plan) {
        String id = String.valueOf(plan.id());
        Set<String> stages = stages(plan);
        if (!stages.isEmpty()) {
            in.of(UsageTypes.PLAN_KEY, id)
                    .all()
                    .forEach(key -> requireOne(in, stages, id, String.valueOf(key.id())));
        }
    }

    private static void requireOne(
            Repositories in, Set<String> stages, String planId, String keyId) {
        List<String> others =
                PlansOfKeys.of(in, keyId).stream().filter(id -> !id.equals(planId)).toList();
        for (String other : others) {
            Set<String> shared = stages(in.of(UsageTypes.PLAN).get(other));
            shared.retainAll(stages);
            if (!shared.isEmpty()) {
                throw conflict(
                        "Usage Plan %s cannot be added because API Key cannot reference multiple Usage Plans with the same API stage: %s"
                                .formatted(planId, shared.iterator().next()));
            }
        }
    }

    private static Set<String> stages(UsagePlan plan) {
        Set<String> stages = new HashSet<>();
        UsagePlans.stages(plan).forEach(stage -> stages.add(UsagePlans.key(stage)));
        return stages;
    }
}
