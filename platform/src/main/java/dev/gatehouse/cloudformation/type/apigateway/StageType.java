package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::ApiGateway::Stage}: a stage, and what it says of its methods, which patches set. */
final class StageType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String SETTINGS = "MethodSettings";
    private static final String CANARY = "CanarySetting";
    private static final String CERTIFICATE = "ClientCertificateId";
    private static final String LOG = "AccessLogSetting";

    /** What a setting is called in patches. */
    private static final Map<String, String> SETTING_PATHS =
            Map.of(
                    "MetricsEnabled", "metrics/enabled",
                    "LoggingLevel", "logging/loglevel",
                    "DataTraceEnabled", "logging/dataTrace",
                    "CachingEnabled", "caching/enabled",
                    "CacheTtlInSeconds", "caching/ttlInSeconds",
                    "CacheDataEncrypted", "caching/dataEncrypted",
                    "ThrottlingRateLimit", "throttling/rateLimit",
                    "ThrottlingBurstLimit", "throttling/burstLimit");

    @Override
    public String name() {
        return "AWS::ApiGateway::Stage";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties =
                new TreeSet<>(
                        Set.of(
                                "RestApiId",
                                "DeploymentId",
                                "AccessLogSetting.DestinationArn",
                                "AccessLogSetting.Format",
                                "StageName",
                                "Description",
                                "DocumentationVersion",
                                "Variables.*",
                                "CacheClusterEnabled",
                                "CacheClusterSize",
                                "ClientCertificateId",
                                "TracingEnabled",
                                "CanarySetting.DeploymentId",
                                "CanarySetting.PercentTraffic",
                                "CanarySetting.StageVariableOverrides.*",
                                "CanarySetting.UseStageCache",
                                "Tags.*",
                                "MethodSettings.HttpMethod",
                                "MethodSettings.ResourcePath"));
        SETTING_PATHS.keySet().forEach(name -> properties.add(SETTINGS + '.' + name));
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = declared.path("StageName").asText();
        return target.named(SERVICE, "GetStage", identity(declared, name), name);
    }

    private static ObjectNode identity(ObjectNode declared, String name) {
        return Target.input()
                .put("restApiId", declared.path("RestApiId").asText())
                .put("stageName", name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        input.remove(Set.of(SETTINGS, LOG, CERTIFICATE));
        String name = declared.path("StageName").asText();
        target.call(SERVICE, "CreateStage", MemberNames.lower(input));
        Target.complete(
                () -> patch(target, declared, name, made(declared)),
                () -> target.remove(SERVICE, "DeleteStage", identity(declared, name)));
        return new Physical(name);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ArrayNode patch =
                Patches.of(
                        Set.of(
                                "DeploymentId",
                                "Description",
                                "DocumentationVersion",
                                "Variables",
                                "CacheClusterEnabled",
                                "CacheClusterSize",
                                "TracingEnabled",
                                CERTIFICATE),
                        before,
                        declared);
        patch.addAll(settings(before, declared));
        canary(before.path(CANARY), declared.path(CANARY), patch);
        patch.addAll(accessLog(before, declared));
        patch(target, declared, current.id(), patch);
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            String arn =
                    target.arn(
                            SERVICE,
                            "/restapis/%s/stages/%s"
                                    .formatted(declared.path("RestApiId").asText(), current.id()));
            Tagging.change(target, SERVICE, "resourceArn", arn, before, declared);
        }
        return current;
    }

    private static void canary(JsonNode before, JsonNode after, ArrayNode patch) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isMissingNode()) {
            patch.addObject().put("op", "remove").put("path", "/canarySettings");
        }
        for (Map.Entry<String, JsonNode> part : after.properties()) {
            String path = "/canarySettings/" + MemberNames.lowerFirst(part.getKey());
            if (part.getValue().isObject()) {
                Patches.entries(path, part.getValue(), patch);
            } else {
                Patches.replace(path, part.getValue(), patch);
            }
        }
    }

    /** What the operation that makes a stage does not take. */
    private static ArrayNode made(ObjectNode declared) {
        return settings(Target.input(), declared)
                .addAll(accessLog(Target.input(), declared))
                .addAll(Patches.of(Set.of(CERTIFICATE), Target.input(), declared));
    }

    private static ArrayNode accessLog(ObjectNode before, ObjectNode declared) {
        ArrayNode patch = Target.input().arrayNode();
        JsonNode wanted = declared.path(LOG);
        if (before.path(LOG).equals(wanted)) {
            return patch;
        }
        if (wanted.isMissingNode()) {
            patch.addObject().put("op", "remove").put("path", "/accessLogSettings");
        }
        for (Map.Entry<String, JsonNode> setting : wanted.properties()) {
            patch.addObject()
                    .put("op", "replace")
                    .put("path", "/accessLogSettings/" + MemberNames.lowerFirst(setting.getKey()))
                    .put("value", setting.getValue().asText());
        }
        return patch;
    }

    private static void patch(Target target, ObjectNode declared, String name, ArrayNode patch) {
        if (!patch.isEmpty()) {
            ObjectNode input = identity(declared, name);
            input.set("patchOperations", patch);
            target.call(SERVICE, "UpdateStage", input);
        }
    }

    /** Settings of a method that are declared otherwise are made anew. */
    private static ArrayNode settings(ObjectNode before, ObjectNode declared) {
        Map<String, JsonNode> old = byMethod(before.path(SETTINGS));
        Map<String, JsonNode> wanted = byMethod(declared.path(SETTINGS));
        ArrayNode patch = Target.input().arrayNode();
        old.forEach(
                (method, settings) -> {
                    if (!settings.equals(wanted.get(method))) {
                        patch.addObject().put("op", "remove").put("path", '/' + method);
                    }
                });
        wanted.forEach(
                (method, settings) -> {
                    if (!settings.equals(old.get(method))) {
                        set(method, settings, patch);
                    }
                });
        return patch;
    }

    /** The first patch makes the settings, also those that say no more than whose they are. */
    private static void set(String method, JsonNode settings, ArrayNode patch) {
        patch.addObject()
                .put("op", "replace")
                .put("path", '/' + method + "/metrics/enabled")
                .put("value", "false");
        SETTING_PATHS.forEach(
                (name, path) -> {
                    if (settings.has(name)) {
                        patch.addObject()
                                .put("op", "replace")
                                .put("path", '/' + method + '/' + path)
                                .put("value", settings.path(name).asText());
                    }
                });
    }

    private static Map<String, JsonNode> byMethod(JsonNode settings) {
        Map<String, JsonNode> byMethod = new LinkedHashMap<>();
        settings.forEach(each -> byMethod.put(method(each), each));
        return byMethod;
    }

    /** A path has slashes or, but for the first, AWS's escape of them; {@code /*} is all paths. */
    private static String method(JsonNode setting) {
        String path = setting.path("ResourcePath").asText("/*");
        String verb = setting.path("HttpMethod").asText("*");
        String below = path.startsWith("/") ? path.substring(1) : path;
        if (below.equals("*")) {
            return "*/" + verb;
        }
        String escaped = below.replace("/", "~1");
        return (escaped.startsWith("~1") ? escaped : "~1" + escaped) + '/' + verb;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteStage", identity(declared, current.id()));
    }
}
