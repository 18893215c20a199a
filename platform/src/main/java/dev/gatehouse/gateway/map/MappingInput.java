package dev.gatehouse.gateway.map;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/**
 * What templates and mapped parameters can read of one call.
 *
 * @param headers the client's
 * @param query decoded
 * @param path the path parameters
 * @param body the body a template sees as {@code $input}
 */
public record MappingInput(
        MultiMap headers,
        Map<String, List<String>> query,
        Map<String, String> path,
        String body,
        ContextVariables context,
        Map<String, String> stageVariables) {}
