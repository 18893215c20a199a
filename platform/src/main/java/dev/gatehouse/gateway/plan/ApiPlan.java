package dev.gatehouse.gateway.plan;

/** Everything the data plane knows of one API. */
public sealed interface ApiPlan permits RestPlan, HttpPlan, WebSocketPlan {

    ApiAddress address();

    /**
     * Whether the {@code execute-api} host of the API is switched off, so that only custom domains
     * reach it.
     */
    boolean executeApiEndpointDisabled();
}
