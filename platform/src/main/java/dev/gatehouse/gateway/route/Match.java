package dev.gatehouse.gateway.route;

import java.util.Map;

/**
 * What a path leads to.
 *
 * @param pathParameters the template's variables as they stand in the path, in template order;
 *     empty when it has none
 */
public record Match<T>(T value, Map<String, String> pathParameters) {}
