package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.AccessLogSettings;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.account.AccountSettings;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.resource.AccessLogRules;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.StageVariables;
import dev.gatehouse.gateway.resource.TagRules;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What AWS assumes of a stage of an HTTP API, and what such a stage may say. */
final class HttpStageRules {
    private static final Pattern NAME = Pattern.compile("\\$default|[a-zA-Z0-9_-]{1,128}");

    private static final String OFF = "OFF";

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
    static void check(Repositories in, String apiId, Stage stage) {
        AccessLogSettings log = stage.accessLogSettings();
        if (log != null) {
            AccessLogRules.check(log.destinationArn(), log.format(), in.account(), in.region());
        }
        StageVariables.check(Objects.requireNonNullElse(stage.stageVariables(), Map.of()));
        TagRules.check(stage.tags());
        Protocol protocol = Protocol.of(in, apiId);
        checkCertificate(in, protocol, stage.clientCertificateId());
        allSettings(stage).forEach(settings -> checkSettings(protocol, settings));
        if (protocol == Protocol.WEBSOCKET
                && (log != null || allSettings(stage).anyMatch(HttpStageRules::logs))) {
            AccountSettings.requireLoggingRole(in);
        }
    }

    private static void checkCertificate(
            Repositories in, Protocol protocol, @Nullable String certificate) {
        if (certificate != null && !certificate.isEmpty()) {
            if (protocol == Protocol.HTTP) {
                throw badRequest("clientCertificateId is supported for WebSocket APIs only");
            }
            in.of(LinkTypes.CLIENT_CERTIFICATE).get(certificate);
        }
    }

    private static Stream<RouteSettings> allSettings(Stage stage) {
        return Stream.concat(
                Stream.ofNullable(stage.defaultRouteSettings()),
                Objects.requireNonNullElse(stage.routeSettings(), Map.<String, RouteSettings>of())
                        .values()
                        .stream());
    }

    private static boolean logs(RouteSettings settings) {
        return Boolean.TRUE.equals(settings.dataTraceEnabled())
                || !OFF.equals(Objects.requireNonNullElse(settings.loggingLevel(), OFF));
    }

    private static void checkSettings(Protocol protocol, RouteSettings settings) {
        if (protocol == Protocol.HTTP && logs(settings)) {
            throw badRequest("Execution logs are not supported on protocolType HTTP");
        }
    }
}
