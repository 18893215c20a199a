package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.ParameterSource;
import dev.gatehouse.gateway.map.StageText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What serves a method of a REST API. */
public sealed interface RestIntegration {

    /**
     * {@code AWS_PROXY} with a Lambda function.
     *
     * @param functionArn the function's ARN with or without qualifier, cut out of the integration
     *     URI ({@code arn:…:lambda:path/2015-03-31/functions/<this>/invocations}); may hold {@code
     *     ${stageVariables.name}}
     * @param httpMethod the integration's HTTP method: anything but POST fails when called, as on
     *     AWS
     * @param credentials the role to call the function with; null when the function's own policy
     *     decides
     * @param timeout how long to wait; for the head of a response that streams
     * @param streams whether the response goes on as the function makes it
     * @param headers of the invocation, by name in lower case: those that Lambda knows
     */
    record LambdaProxy(
            StageText functionArn,
            String httpMethod,
            @Nullable StageText credentials,
            Duration timeout,
            boolean streams,
            Map<String, ParameterSource> headers)
            implements RestIntegration {
        public LambdaProxy {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * {@code HTTP_PROXY}: the request goes to a backend as it is.
     *
     * @param httpMethod the method to call the backend with; {@code ANY} keeps the client's
     * @param uri absolute URI; {@code {name}} is filled from a path mapping, {@code
     *     ${stageVariables.name}} from the stage
     * @param parameters mapped request parameters: targets {@code integration.request.…}
     * @param contentHandling what becomes of the client's body; null for nothing
     * @param timeout how long to wait for the backend's response
     * @param streams whether the response is to go on as the backend makes it
     * @param connection how to connect to the backend
     */
    record HttpProxy(
            String httpMethod,
            StageText uri,
            List<RequestParameter> parameters,
            @Nullable ContentHandling contentHandling,
            Duration timeout,
            boolean streams,
            Connection connection)
            implements RestIntegration {
        /** One whose response AWS would hold until it is whole. */
        public HttpProxy(
                String httpMethod,
                StageText uri,
                List<RequestParameter> parameters,
                Duration timeout) {
            this(httpMethod, uri, parameters, null, timeout, false, Connection.INTERNET);
        }

        public HttpProxy {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * {@code AWS} with a Lambda function: the mapped request is its event.
     *
     * @param functionArn as of {@link LambdaProxy}
     * @param httpMethod the integration's HTTP method: anything but POST fails when called
     * @param credentials the role to call the function with; null when the function's own policy
     *     decides
     * @param timeout how long to wait
     */
    record LambdaCustom(
            StageText functionArn,
            String httpMethod,
            @Nullable StageText credentials,
            Mapping mapping,
            Duration timeout)
            implements RestIntegration {}

    /**
     * {@code AWS} with another service, by one of its actions or by path.
     *
     * @param httpMethod the method to call a path with; {@code ANY} keeps the client's
     * @param credentials the role that calls
     * @param timeout how long to wait
     */
    record Service(
            ServiceUri uri,
            String httpMethod,
            StageText credentials,
            Mapping mapping,
            Duration timeout)
            implements RestIntegration {}

    /**
     * {@code HTTP}: a backend gets the mapped request.
     *
     * @param httpMethod the method to call the backend with; {@code ANY} keeps the client's
     * @param uri as of {@link HttpProxy}
     * @param timeout how long to wait for the backend's response
     * @param connection as of {@link HttpProxy}
     */
    record Http(
            String httpMethod,
            StageText uri,
            Mapping mapping,
            Duration timeout,
            Connection connection)
            implements RestIntegration {}

    /**
     * {@code MOCK}: the request template yields {@code {"statusCode": n}}, and {@code n} selects
     * the response.
     */
    record Mock(Mapping mapping) implements RestIntegration {}
}
