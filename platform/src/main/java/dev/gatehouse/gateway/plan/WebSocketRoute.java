package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.websocket.MessageModels;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import org.jspecify.annotations.Nullable;

/**
 * A route of a WebSocket API.
 *
 * @param key {@code $connect}, {@code $disconnect}, {@code $default}, or what messages select
 * @param authorization who may connect; of {@code $connect} alone
 * @param apiKey where the API key is that connecting requires, if it does
 * @param models what messages must be; null for anything
 * @param responds whether the integration's response goes to the client
 * @param integration what serves; null for nothing
 */
public record WebSocketRoute(
        String key,
        Authorization authorization,
        ApiKeySource apiKey,
        @Nullable MessageModels models,
        boolean responds,
        @Nullable WebSocketIntegration integration) {
    public static final String CONNECT = "$connect";
    public static final String DISCONNECT = "$disconnect";
    public static final String DEFAULT = "$default";
}
