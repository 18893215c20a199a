package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.WebSocketDeployment;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.plan.schema.BodySchema;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.plan.websocket.MessageModels;
import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Finds the routes of messages, and holds messages to what the routes say they must be. */
final class MessageRoutes {
    private static final String BODY = "request.body.";

    private MessageRoutes() {}

    /**
     * The route that a message selects; {@code $default} for one that selects none.
     *
     * @throws Rejection when there is none for it
     */
    static WebSocketRoute select(WebSocketDeployment deployment, Buffer body) {
        String key = key(deployment.selection(), body);
        // The routes of connections are not for messages.
        boolean reserved =
                key.equals(WebSocketRoute.CONNECT) || key.equals(WebSocketRoute.DISCONNECT);
        WebSocketRoute route = reserved ? null : deployment.route(key);
        WebSocketRoute found = route == null ? deployment.route(WebSocketRoute.DEFAULT) : route;
        if (found == null) {
            throw Rejection.forbidden();
        }
        return found;
    }

    /**
     * Lets pass a message that fits its model.
     *
     * @throws Rejection when it does not, or when there is no model for it
     */
    static void requireModel(@Nullable MessageModels models, Buffer body) {
        if (models == null) {
            return;
        }
        BodySchema own = models.schemas().get(key(models.selection(), body));
        BodySchema schema = own == null ? models.schemas().get(MessageMapping.DEFAULT) : own;
        if (schema == null || schema.problem(body.getBytes()) != null) {
            throw new Rejection(GatewayResponseType.BAD_REQUEST_BODY, "Bad request body");
        }
    }

    private static String key(SelectionExpression selection, Buffer body) {
        JsonBody json = new JsonBody(body);
        return selection
                .evaluate(
                        name ->
                                name.startsWith(BODY)
                                        ? json.key("$." + name.substring(BODY.length()))
                                        : null)
                .orElse(WebSocketRoute.DEFAULT);
    }
}
