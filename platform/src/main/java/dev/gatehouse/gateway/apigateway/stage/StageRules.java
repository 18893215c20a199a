package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.AccessLogSettings;
import dev.gatehouse.aws.apigateway.MethodSetting;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.account.AccountSettings;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.resource.AccessLogRules;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.StageVariables;
import dev.gatehouse.gateway.resource.TagRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What AWS assumes of a stage of a REST API, and what such a stage may say. */
final class StageRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    /** In gigabytes, smallest first. */
    private static final List<String> CACHE_SIZES =
            List.of("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237");

    private static final String SIZES = String.join(",", CACHE_SIZES);

    private StageRules() {}

    /** A new stage without a deployment; rejects a bad name and one stage too many. */
    static Stage.Builder fresh(
            Repository<Stage> stages, String name, Instant now, RestLimits limits) {
        if (!NAME.matcher(name).matches()) {
            throw badRequest("Stage name only allows a-zA-Z0-9_-");
        }
        stages.requireRoom(
                limits.stages(), "Maximum number of Stages for this API has been reached");
        return Stage.builder()
                .stageName(name)
                .cacheClusterEnabled(false)
                .cacheClusterStatus("NOT_AVAILABLE")
                .tracingEnabled(false)
                .methodSettings(Map.of())
                .createdDate(now)
                .lastUpdatedDate(now);
    }

    /** The stage with AWS's defaults for what it does not say; its cache is there at once. */
    static Stage withDefaults(Stage stage) {
        boolean caches = Boolean.TRUE.equals(stage.cacheClusterEnabled());
        String size = stage.cacheClusterSize();
        return CanaryRules.withDefaults(stage).toBuilder()
                .cacheClusterEnabled(caches)
                .cacheClusterStatus(caches ? "AVAILABLE" : "NOT_AVAILABLE")
                .cacheClusterSize(caches && size == null ? CACHE_SIZES.getFirst() : size)
                .build();
    }

    private static void checkAccessLog(
            Repositories in, @Nullable AccessLogSettings settings, Predicate<String> served) {
        if (settings == null) {
            return;
        }
        if (AccessLogRules.isStream(settings.destinationArn())) {
            AccessLogRules.checkStream(settings.destinationArn(), settings.format(), in, served);
            return;
        }
        AccessLogRules.check(
                settings.destinationArn(), settings.format(), in.account(), in.region());
        AccountSettings.requireLoggingRole(in);
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(Repositories in, String apiId, Stage stage, Predicate<String> served) {
        String deployment = Objects.requireNonNullElse(stage.deploymentId(), "");
        if (in.of(RestTypes.DEPLOYMENT, apiId).find(deployment).isEmpty()) {
            throw badRequest("Deployment id does not exist");
        }
        CanaryRules.requireDeployment(in, apiId, stage.canarySettings());
        checkAccessLog(in, stage.accessLogSettings(), served);
        if (Objects.requireNonNullElse(stage.methodSettings(), Map.<String, MethodSetting>of())
                .values()
                .stream()
                .anyMatch(MethodSettings::logs)) {
            AccountSettings.requireLoggingRole(in);
        }
        checkDocumentation(in, apiId, stage.documentationVersion());
        String certificate = stage.clientCertificateId();
        if (certificate != null && !certificate.isEmpty()) {
            in.of(LinkTypes.CLIENT_CERTIFICATE).get(certificate);
        }
        checkSettings(stage);
    }

    private static void checkDocumentation(
            Repositories in, String apiId, @Nullable String version) {
        if (version != null
                && !version.isEmpty()
                && in.of(RestTypes.DOCUMENTATION_VERSION, apiId).find(version).isEmpty()) {
            throw badRequest("Invalid Documentation version specified");
        }
    }

    /** Rejects what a stage may not say whatever it serves. */
    static void checkSettings(Stage stage) {
        StageVariables.check(Objects.requireNonNullElse(stage.variables(), Map.of()));
        TagRules.check(stage.tags());
        CanaryRules.check(stage.canarySettings());
        String size = stage.cacheClusterSize();
        if (size != null && !CACHE_SIZES.contains(size)) {
            throw badRequest("Invalid cache cluster size specified. Valid options are " + SIZES);
        }
        Map<String, MethodSetting> settings =
                Objects.requireNonNullElse(stage.methodSettings(), Map.of());
        settings.values().forEach(MethodSettings::check);
    }
}
