package dev.gatehouse.gateway.websocket;

import dev.gatehouse.proxy.exchange.Endpoint;

/** What a stage of a WebSocket API serves over HTTP. */
interface StageEndpoint extends Endpoint {
    WebSocketEdge.Addressed addressed();

    @Override
    default String id() {
        return addressed().api().apiId();
    }

    @Override
    default String domainName() {
        return addressed().domainName();
    }

    @Override
    default String path() {
        return addressed().path();
    }

    @Override
    default boolean bySandbox() {
        return addressed().bySandbox();
    }
}
