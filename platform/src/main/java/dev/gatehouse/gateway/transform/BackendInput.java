package dev.gatehouse.gateway.transform;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * The mapped request.
 *
 * @param headers those that are mapped, and no others
 * @param query the mapped parameters, decoded
 * @param path the values of variables in the backend's URI
 * @param body whole
 */
public record BackendInput(
        MultiMap headers,
        List<Map.Entry<String, String>> query,
        Map<String, String> path,
        Buffer body) {}
