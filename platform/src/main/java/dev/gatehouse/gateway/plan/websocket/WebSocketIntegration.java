package dev.gatehouse.gateway.plan.websocket;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What serves a route of a WebSocket API. */
public sealed interface WebSocketIntegration {

    /**
     * {@code AWS_PROXY} with a Lambda function.
     *
     * @param function its ARN; may hold {@code ${stageVariables.name}}
     * @param credentials the role to call it with; null when its own policy decides
     */
    record LambdaProxy(StageText function, @Nullable StageText credentials, Duration timeout)
            implements WebSocketIntegration {}

    /** {@code AWS} with a Lambda function: the mapped message is its event. */
    record LambdaCustom(
            StageText function,
            @Nullable StageText credentials,
            MessageMapping mapping,
            Duration timeout)
            implements WebSocketIntegration {}

    /**
     * {@code AWS} with another service.
     *
     * @param httpMethod the method to call a path with
     * @param credentials the role that calls
     */
    record Service(
            ServiceUri uri,
            String httpMethod,
            StageText credentials,
            MessageMapping mapping,
            Duration timeout)
            implements WebSocketIntegration {}

    /** {@code HTTP}: a backend gets the mapped message. */
    record Http(
            String httpMethod,
            StageText uri,
            MessageMapping mapping,
            Duration timeout,
            Connection connection)
            implements WebSocketIntegration {}

    /** {@code HTTP_PROXY}: a backend gets the message as it is. */
    record HttpProxy(
            String httpMethod,
            StageText uri,
            List<RequestParameter> parameters,
            Duration timeout,
            Connection connection)
            implements WebSocketIntegration {
        public HttpProxy {
            parameters = List.copyOf(parameters);
        }
    }

    /** {@code MOCK}: the request's template yields a status, which selects the response. */
    record Mock(MessageMapping mapping) implements WebSocketIntegration {}
}
