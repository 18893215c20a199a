package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.schema.RequiredParameter;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.websocket.MessageModels;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route of a WebSocket API.
 *
 * @param key {@code $connect}, {@code $disconnect}, {@code $default}, or what messages select
 * @param authorization who may connect; of {@code $connect} alone
 * @param apiKey where the API key is that connecting requires, if it does
 * @param required what a handshake must have
 * @param models what messages must be; null for anything
 * @param responds whether the integration's response goes to the client
 * @param integration what serves; null for nothing
 */
public record WebSocketRoute(
        String key,
        Authorization authorization,
        ApiKeySource apiKey,
        List<RequiredParameter> required,
        @Nullable MessageModels models,
        boolean responds,
        @Nullable WebSocketIntegration integration) {
    public static final String CONNECT = "$connect";
    public static final String DISCONNECT = "$disconnect";
    public static final String DEFAULT = "$default";

    public WebSocketRoute {
        required = List.copyOf(required);
    }
}
