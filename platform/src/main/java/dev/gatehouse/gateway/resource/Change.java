package dev.gatehouse.gateway.resource;

import org.jspecify.annotations.Nullable;

/**
 * What an operation changed.
 *
 * @param apiId the API it belongs to, or is
 * @param before the resource as it was; null when it is new
 * @param after the resource as it is; null when it was deleted
 */
public record Change<T>(String apiId, @Nullable T before, @Nullable T after) {}
