package dev.gatehouse.gateway;

/**
 * How a request named its API.
 *
 * @param host the Host header without port
 */
record Addressed(ApiLocation location, String host) {}
