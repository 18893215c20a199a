package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.gateway.resource.Repositories;

/** The protocol of an API, which decides what its resources may say. */
public enum Protocol {
    HTTP,
    WEBSOCKET;

    public static Protocol of(Api api) {
        return "WEBSOCKET".equals(api.protocolType()) ? WEBSOCKET : HTTP;
    }

    /** Of an API that is stored; HTTP where it is about to be. */
    public static Protocol of(Repositories in, String apiId) {
        return in.of(HttpTypes.API).find(apiId).map(Protocol::of).orElse(HTTP);
    }
}
