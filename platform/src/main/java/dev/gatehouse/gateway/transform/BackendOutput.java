package dev.gatehouse.gateway.transform;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What a backend responded.
 *
 * @param selector what selects the integration response: a status, or a function's error message
 * @param body whole
 */
public record BackendOutput(String selector, MultiMap headers, Buffer body) {}
