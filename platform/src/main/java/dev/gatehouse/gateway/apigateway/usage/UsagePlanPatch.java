package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.gateway.apigateway.patch.PatchChange;
import dev.gatehouse.gateway.apigateway.patch.PatchOp;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PATCH of a usage plan (Amazon API Gateway API reference, "Patch operations"). Beside a plan's own
 * members it adds and removes stages, which a value names as {@code apiId:stage}, and reaches the
 * limits of their methods at {@code /apiStages/{apiId:stage}/throttle/{path}/{VERB}/{setting}}, in
 * which clients write the path with and without escapes.
 */
final class UsagePlanPatch {
    private static final String STAGES = "apiStages";
    private static final String LIMITS = "throttle";
    private static final Pattern STAGE = Pattern.compile("([^:/]+):([^:/]+)");
    private static final Pattern METHOD =
            Pattern.compile("/apiStages/([^:/]+:[^:/]+)/throttle/(.+)/(rateLimit|burstLimit)");
    private static final Pattern REMOVED_METHOD =
            Pattern.compile("/apiStages/([^:/]+:[^:/]+)/throttle(?:/(.+))?");
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/name", "/description", "/productCode")
                    .change(PatchType.DECIMAL, "/throttle/rateLimit")
                    .change(PatchType.INTEGER, "/throttle/burstLimit")
                    .change(PatchType.INTEGER, "/quota/limit", "/quota/offset")
                    .change(PatchType.TEXT, "/quota/period")
                    .build();

    private UsagePlanPatch() {}

    /** The plan with all changes carried out in order; the one given is left as it was. */
    static Map<String, Object> apply(Map<String, Object> plan, List<PatchChange> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(plan);
        for (PatchChange change : changes) {
            changed = apply(changed, change);
        }
        return changed;
    }

    private static Map<String, Object> apply(Map<String, Object> plan, PatchChange change) {
        String path = String.valueOf(change.path());
        boolean removal = change.op() == PatchOp.REMOVE;
        if (removal && (path.equals("/throttle") || path.equals("/quota"))) {
            plan.remove(path.substring(1));
            return plan;
        }
        if (path.startsWith("/" + STAGES)) {
            changeStages(plan, change, path, removal);
            return plan;
        }
        return PATCH.apply(plan, List.of(change));
    }

    private static void changeStages(
            Map<String, Object> plan, PatchChange change, String path, boolean removal) {
        Map<String, Map<String, Object>> stages = stages(plan);
        Matcher method = METHOD.matcher(path);
        Matcher removed = REMOVED_METHOD.matcher(path);
        if (path.equals("/" + STAGES)) {
            changeStage(stages, change, removal);
        } else if (!removal && method.matches()) {
            limits(stages, method.group(1))
                    .computeIfAbsent(unescaped(method.group(2)), _ -> new LinkedHashMap<>())
                    .put(method.group(3), number(change, method.group(3)));
        } else if (removal && removed.matches()) {
            removeLimits(stages, removed.group(1), removed.group(2));
        } else {
            throw badRequest("Invalid patch path " + path);
        }
        plan.put(STAGES, new ArrayList<>(stages.values()));
    }

    private static void changeStage(
            Map<String, Map<String, Object>> stages, PatchChange change, boolean removal) {
        String named = String.valueOf(change.value());
        Matcher parts = STAGE.matcher(named);
        if (!parts.matches()) {
            throw badRequest("Invalid patch value '" + named + "' for path '/apiStages'");
        }
        if (removal) {
            if (stages.remove(named) == null) {
                throw notFound("API Stage not found: " + named);
            }
        } else if (stages.putIfAbsent(named, stage(parts)) != null) {
            throw badRequest("API Stage already exists: " + named);
        }
    }

    private static Map<String, Object> stage(Matcher parts) {
        Map<String, Object> stage = new LinkedHashMap<>();
        stage.put("apiId", parts.group(1));
        stage.put("stage", parts.group(2));
        return stage;
    }

    private static void removeLimits(
            Map<String, Map<String, Object>> stages, String stage, @Nullable String method) {
        Map<String, Map<String, Object>> limits = limits(stages, stage);
        if (method == null) {
            limits.clear();
        } else if (limits.remove(unescaped(method)) == null) {
            throw notFound("API Stage throttle not found: " + method);
        }
        if (limits.isEmpty()) {
            stages.computeIfPresent(
                    stage,
                    (_, found) -> {
                        found.remove(LIMITS);
                        return found;
                    });
        }
    }

    private static Object number(PatchChange change, String setting) {
        String value = String.valueOf(change.value());
        try {
            return setting.equals("rateLimit")
                    ? (Object) Double.valueOf(value)
                    : (Object) Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw badRequest("Invalid value for " + change.path() + ": " + value);
        }
    }

    private static String unescaped(String method) {
        return method.replace("~1", "/").replace("~0", "~");
    }

    /** The stages of a plan by {@code apiId:stage}, as they may be changed. */
    private static Map<String, Map<String, Object>> stages(Map<String, Object> plan) {
        Map<String, Map<String, Object>> stages = new LinkedHashMap<>();
        if (plan.get(STAGES) instanceof List<?> present) {
            for (Object each : present) {
                Map<String, Object> stage = new LinkedHashMap<>();
                ((Map<?, ?>) each).forEach((name, value) -> stage.put((String) name, value));
                stages.put(stage.get("apiId") + ":" + stage.get("stage"), stage);
            }
        }
        return stages;
    }

    @SuppressWarnings("unchecked") // as the model says
    private static Map<String, Map<String, Object>> limits(
            Map<String, Map<String, Object>> stages, String stage) {
        Map<String, Object> found = stages.get(stage);
        if (found == null) {
            throw notFound("API Stage not found: " + stage);
        }
        Map<String, Map<String, Object>> limits = new LinkedHashMap<>();
        if (found.get(LIMITS) instanceof Map<?, ?> present) {
            present.forEach(
                    (method, limit) ->
                            limits.put(
                                    (String) method,
                                    new LinkedHashMap<>((Map<String, Object>) limit)));
        }
        found.put(LIMITS, limits);
        return limits;
    }
}
