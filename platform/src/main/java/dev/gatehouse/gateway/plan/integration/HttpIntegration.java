package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.SelectionExpression;
import dev.gatehouse.gateway.map.StageText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What serves a route of an HTTP API. */
public sealed interface HttpIntegration {

    /** The two event and response formats of Lambda proxy integrations. */
    enum PayloadFormat {
        V1,
        V2
    }

    /**
     * {@code AWS_PROXY} with a Lambda function.
     *
     * @param functionArn the function's ARN with or without qualifier; may hold {@code
     *     ${stageVariables.name}}
     * @param credentials the role to call the function with; null when the function's own policy
     *     decides
     * @param timeout how long to wait
     */
    record LambdaProxy(
            StageText functionArn,
            PayloadFormat payloadFormat,
            @Nullable StageText credentials,
            Duration timeout)
            implements HttpIntegration {}

    /**
     * {@code HTTP_PROXY} to a publicly routable address, or through a VPC link.
     *
     * @param httpMethod the method to call the backend with; {@code ANY} keeps the client's
     * @param uri absolute URI; {@code {name}} is filled from the route's path parameters, {@code
     *     ${stageVariables.name}} from the stage; empty for what a VPC link leads to
     * @param timeout how long to wait for the backend's response
     * @param connection how to connect to the backend
     */
    record HttpProxy(String httpMethod, StageText uri, Duration timeout, Connection connection)
            implements HttpIntegration {
        /** One that goes straight to its URI. */
        public HttpProxy(String httpMethod, StageText uri, Duration timeout) {
            this(httpMethod, uri, timeout, Connection.INTERNET);
        }
    }

    /**
     * {@code AWS_PROXY} with an operation of another service.
     *
     * @param parameters where those of the operation come from, by name
     * @param credentials the role that calls
     * @param timeout how long to wait
     */
    record Service(
            ServiceSubtype subtype,
            Map<String, SelectionExpression> parameters,
            StageText credentials,
            Duration timeout)
            implements HttpIntegration {
        public Service {
            parameters = Map.copyOf(parameters);
        }
    }
}
