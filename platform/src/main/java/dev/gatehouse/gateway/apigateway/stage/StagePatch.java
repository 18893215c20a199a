package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.gateway.apigateway.patch.PatchChange;
import dev.gatehouse.gateway.apigateway.patch.PatchOp;
import dev.gatehouse.gateway.apigateway.patch.PatchPath;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.kernel.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PATCH of a stage. Beside a stage's own members it reaches the settings of methods, by {@code
 * /{resourcePath}/{httpMethod}/{group}/{setting}}, where {@code *} stands for all. Responses show
 * the settings under the resource and method as the path had them, escapes and all.
 */
final class StagePatch {
    private static final Set<String> MEMBERS =
            Set.of(
                    "deploymentId",
                    "description",
                    "documentationVersion",
                    "cacheClusterEnabled",
                    "cacheClusterSize",
                    "clientCertificateId",
                    "tracingEnabled");
    private static final Set<String> NOT_YET = Set.of("webAclArn");
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.TEXT, "/deploymentId", "/description")
                    .replace(PatchType.TEXT, "/cacheClusterSize", "/clientCertificateId")
                    .change(PatchType.TEXT, "/documentationVersion")
                    .replace(PatchType.BOOLEAN, "/cacheClusterEnabled", "/tracingEnabled")
                    .change(PatchType.TEXT, "/accessLogSettings/destinationArn")
                    .change(PatchType.TEXT, "/accessLogSettings/format")
                    .freeEntries(PatchType.EXACT_TEXT, "/variables")
                    .replace(PatchType.DECIMAL, "/canarySettings/percentTraffic")
                    .replace(PatchType.TEXT, "/canarySettings/deploymentId")
                    .replace(PatchType.BOOLEAN, "/canarySettings/useStageCache")
                    .freeEntries(PatchType.EXACT_TEXT, "/canarySettings/stageVariableOverrides")
                    .build();
    private static final String CHOICES =
            "[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize,"
                + " /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn,"
                + " /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled,"
                + " /{resourcePath}/{httpMethod}/logging/dataTrace,"
                + " /{resourcePath}/{httpMethod}/logging/loglevel,"
                + " /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds,"
                + " /{resourcePath}/{httpMethod}/caching/enabled,"
                + " /{resourcePath}/{httpMethod}/caching/dataEncrypted,"
                + " /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl,"
                + " /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy,"
                + " /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel,"
                + " /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds,"
                + " /*/*/caching/enabled, /*/*/caching/dataEncrypted,"
                + " /*/*/caching/requireAuthorizationForCacheControl,"
                + " /*/*/caching/unauthorizedCacheControlHeaderStrategy,"
                + " /variables/{variable_name}, /tracingEnabled]";

    private StagePatch() {}

    /** The stage with all changes carried out in order; the one given is left as it was. */
    static Map<String, Object> apply(Map<String, Object> stage, List<PatchChange> changes) {
        Map<String, Object> changed = stage;
        for (PatchChange change : changes) {
            changed = apply(changed, change);
        }
        return changed;
    }

    private static Map<String, Object> apply(Map<String, Object> stage, PatchChange change) {
        if (change.op() == PatchOp.COPY) {
            return CanaryRules.promote(stage, change);
        }
        PatchPath path = change.at();
        String first = path.steps().getFirst();
        boolean variable = first.equals("variables") && path.steps().size() == 2;
        if (MEMBERS.contains(first) || variable) {
            return PATCH.apply(stage, List.of(change));
        }
        if (first.equals("accessLogSettings")) {
            return accessLog(stage, change);
        }
        if (NOT_YET.contains(first) && change.op() != PatchOp.REMOVE) {
            throw unsupported(first);
        }
        if (first.equals("canarySettings")) {
            return canary(stage, change);
        }
        if (first.equals("variables")) {
            throw change.op() == PatchOp.REMOVE ? noSetting(change) : unknown(change);
        }
        return methodSetting(stage, change);
    }

    private static Map<String, Object> canary(Map<String, Object> stage, PatchChange change) {
        if (change.op() != PatchOp.REMOVE || change.at().steps().size() > 1) {
            return PATCH.apply(stage, List.of(change));
        }
        if (!stage.containsKey("canarySettings")) {
            throw noSetting(change);
        }
        Map<String, Object> changed = new LinkedHashMap<>(stage);
        changed.remove("canarySettings");
        return changed;
    }

    private static Map<String, Object> accessLog(Map<String, Object> stage, PatchChange change) {
        String path = String.valueOf(change.path());
        boolean known = path.matches("/accessLogSettings/(destinationArn|format)");
        if (change.op() == PatchOp.REMOVE) {
            if (!path.equals("/accessLogSettings")) {
                throw noSetting(change);
            }
            Map<String, Object> changed = new LinkedHashMap<>(stage);
            changed.remove("accessLogSettings");
            return changed;
        }
        if (!known) {
            throw badRequest(
                    "Invalid accessLogSettings path. Must be one of :"
                            + " [/accessLogSettings/destinationArn, /accessLogSettings/format]");
        }
        if (change.value() == null || change.value().isEmpty()) {
            throw badRequest("Access Log value must not be empty");
        }
        return PATCH.apply(stage, List.of(change));
    }

    private static Map<String, Object> methodSetting(
            Map<String, Object> stage, PatchChange change) {
        String path = String.valueOf(change.path()).replaceFirst("^/", "");
        Map<String, Object> settings = settings(stage);
        if (change.op() == PatchOp.REMOVE) {
            if (settings.remove(path) == null) {
                throw noSetting(change);
            }
        } else {
            MethodSettingPath setting =
                    MethodSettingPath.at(path).orElseThrow(() -> unknown(change));
            String method = setting.before(path);
            if (method.indexOf('/') < 1) {
                throw unknown(change);
            }
            Map<String, Object> values = values(settings, method);
            setting.write(change, values);
            settings.put(method, values);
        }
        Map<String, Object> changed = new LinkedHashMap<>(stage);
        changed.put("methodSettings", settings);
        return changed;
    }

    /** The settings of a method; new ones start from those of all methods. */
    private static Map<String, Object> values(Map<String, Object> settings, String method) {
        Map<String, Object> values = MethodSettings.fresh();
        Object present = settings.getOrDefault(method, settings.get("*/*"));
        if (present instanceof Map<?, ?> known) {
            known.forEach((name, value) -> values.put((String) name, value));
        }
        return values;
    }

    private static Map<String, Object> settings(Map<String, Object> stage) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (stage.get("methodSettings") instanceof Map<?, ?> present) {
            present.forEach((method, values) -> settings.put((String) method, values));
        }
        return settings;
    }

    private static ServiceException unknown(PatchChange change) {
        return badRequest(
                "Invalid method setting path: " + change.path() + ". Must be one of: " + CHOICES);
    }

    private static ServiceException noSetting(PatchChange change) {
        return badRequest(
                "Cannot remove method setting "
                        + String.valueOf(change.path()).substring(1)
                        + " because there is no method setting for this method");
    }
}
