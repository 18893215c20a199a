package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;
import static dev.gatehouse.gateway.stored.Refusals.refuse;

import dev.gatehouse.aws.apigateway.MethodSetting;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.stored.StageVariables;
import dev.gatehouse.gateway.stored.TagRules;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What AWS assumes of a stage of a REST API, and what such a stage may say. */
final class StageRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    private StageRules() {}

    /** A new stage without a deployment; refuses a bad name and one stage too many. */
    static Stage.Builder fresh(
            RestShelves shelves, String apiId, String name, RestLibrary library) {
        if (!NAME.matcher(name).matches()) {
            throw badRequest("Stage name only allows a-zA-Z0-9_-");
        }
        int stages = shelves.stages(apiId).count();
        if (stages >= library.limits().stages()) {
            throw limitExceeded("Maximum number of Stages for this API has been reached");
        }
        Instant now = library.now();
        return Stage.builder()
                .stageName(name)
                .cacheClusterEnabled(false)
                .cacheClusterStatus("NOT_AVAILABLE")
                .tracingEnabled(false)
                .createdDate(now)
                .lastUpdatedDate(now);
    }

    /** The stage as answers show it. */
    static Stage shown(Stage stage) {
        return stage.methodSettings() == null
                ? stage.toBuilder().methodSettings(Map.of()).build()
                : stage;
    }

    /** Refuses what AWS refuses, and what the data plane cannot do. */
    static void check(RestShelves shelves, String apiId, Stage stage) {
        String deployment = Objects.requireNonNullElse(stage.deploymentId(), "");
        if (shelves.deployments(apiId).find(deployment).isEmpty()) {
            throw badRequest("Deployment id does not exist");
        }
        StageVariables.check(Objects.requireNonNullElse(stage.variables(), Map.of()));
        TagRules.check(stage.tags());
        refuse("cacheClusterEnabled", stage.cacheClusterEnabled());
        refuse("tracingEnabled", stage.tracingEnabled());
        refuse("clientCertificateId", stage.clientCertificateId());
        refuse("accessLogSettings", stage.accessLogSettings());
        refuse("canarySettings", stage.canarySettings());
        Map<String, MethodSetting> settings =
                Objects.requireNonNullElse(stage.methodSettings(), Map.of());
        settings.values().forEach(MethodSettings::check);
    }
}
