package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.rejectUnless;

import dev.gatehouse.aws.apigatewayv2.AccessLogSettings;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.resource.AccessLogRules;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.StageVariables;
import dev.gatehouse.gateway.resource.TagRules;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What AWS assumes of a stage of an HTTP API, and what such a stage may say. */
final class HttpStageRules {
    private static final Pattern NAME = Pattern.compile("\\$default|[a-zA-Z0-9_-]{1,128}");

    private HttpStageRules() {}

    /** A new stage without a deployment; rejects a bad name. */
    static Stage.Builder fresh(String name, Instant now) {
        if (!NAME.matcher(name).matches()) {
            throw badRequest("Stage name only allows a-zA-Z0-9_- or $default");
        }
        return withDefaults(
                Stage.builder().stageName(name).createdDate(now).lastUpdatedDate(now).build());
    }

    /** The stage with AWS's defaults for what it does not say. */
    static Stage.Builder withDefaults(Stage stage) {
        RouteSettings usual = RouteSettings.builder().detailedMetricsEnabled(false).build();
        return stage.toBuilder()
                .defaultRouteSettings(
                        Objects.requireNonNullElse(stage.defaultRouteSettings(), usual))
                .routeSettings(Objects.requireNonNullElse(stage.routeSettings(), Map.of()))
                .stageVariables(Objects.requireNonNullElse(stage.stageVariables(), Map.of()))
                .tags(Objects.requireNonNullElse(stage.tags(), Map.of()));
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(Repositories in, Stage stage) {
        AccessLogSettings log = stage.accessLogSettings();
        if (log != null) {
            AccessLogRules.check(log.destinationArn(), log.format(), in.account(), in.region());
        }
        reject("clientCertificateId", stage.clientCertificateId());
        StageVariables.check(Objects.requireNonNullElse(stage.stageVariables(), Map.of()));
        TagRules.check(stage.tags());
        if (stage.defaultRouteSettings() != null) {
            checkSettings("defaultRouteSettings", stage.defaultRouteSettings());
        }
        Objects.requireNonNullElse(stage.routeSettings(), Map.<String, RouteSettings>of())
                .forEach((route, settings) -> checkSettings("routeSettings " + route, settings));
    }

    private static void checkSettings(String where, RouteSettings settings) {
        reject(where + " detailedMetricsEnabled", settings.detailedMetricsEnabled());
        reject(where + " dataTraceEnabled", settings.dataTraceEnabled());
        rejectUnless("OFF", where + " loggingLevel", settings.loggingLevel());
    }
}
