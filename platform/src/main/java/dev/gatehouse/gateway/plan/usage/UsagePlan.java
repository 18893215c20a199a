package dev.gatehouse.gateway.plan.usage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each API key of a usage plan may ask.
 *
 * @param stages the stages that it opens, by {@link #stageKey}, each with the limits of single
 *     methods by {@code path/VERB}
 * @param limit that of each key in all these stages together
 * @param quota null for none
 */
public record UsagePlan(
        String id,
        Map<String, Map<String, RateLimit>> stages,
        RateLimit limit,
        @Nullable Quota quota) {
    public UsagePlan {
        stages = Map.copyOf(stages);
    }

    /** How usage plans name a stage. */
    public static String stageKey(String apiId, String stage) {
        return apiId + ':' + stage;
    }
}
