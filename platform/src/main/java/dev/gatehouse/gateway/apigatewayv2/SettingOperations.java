package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.DeleteAccessLogSettingsRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteSettingsRequest;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The operations that take single settings from a stage of an HTTP API. */
final class SettingOperations {
    private final HttpTransactions transactions;

    SettingOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    Empty deleteRouteSettings(RequestContext context, DeleteRouteSettingsRequest request) {
        return transactions.call(
                context,
                repositories -> {
                    Stage stage = repositories.stage(request.apiId(), request.stageName());
                    Map<String, RouteSettings> settings =
                            new LinkedHashMap<>(
                                    Objects.requireNonNullElse(stage.routeSettings(), Map.of()));
                    settings.remove(request.routeKey());
                    Stage changed = stage.toBuilder().routeSettings(settings).build();
                    repositories.stages(request.apiId()).put(request.stageName(), changed);
                    return Empty.EMPTY;
                });
    }

    Empty deleteAccessLogSettings(RequestContext context, DeleteAccessLogSettingsRequest request) {
        return transactions.call(
                context,
                repositories -> {
                    Stage stage = repositories.stage(request.apiId(), request.stageName());
                    Stage changed = stage.toBuilder().accessLogSettings(null).build();
                    repositories.stages(request.apiId()).put(request.stageName(), changed);
                    return Empty.EMPTY;
                });
    }
}
