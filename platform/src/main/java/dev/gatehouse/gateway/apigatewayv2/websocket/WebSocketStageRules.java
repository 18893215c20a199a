package dev.gatehouse.gateway.apigatewayv2.websocket;

import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import java.util.Objects;

/** What AWS assumes of a stage of a WebSocket API beyond what it assumes of others. */
public final class WebSocketStageRules {
    private WebSocketStageRules() {}

    /** The stage with AWS's defaults for what its routes log. */
    public static Stage withDefaults(Stage stage) {
        RouteSettings given =
                Objects.requireNonNullElse(
                        stage.defaultRouteSettings(), RouteSettings.builder().build());
        RouteSettings whole =
                given.toBuilder()
                        .dataTraceEnabled(Boolean.TRUE.equals(given.dataTraceEnabled()))
                        .detailedMetricsEnabled(Boolean.TRUE.equals(given.detailedMetricsEnabled()))
                        .loggingLevel(Objects.requireNonNullElse(given.loggingLevel(), "OFF"))
                        .build();
        return stage.toBuilder().defaultRouteSettings(whole).build();
    }
}
