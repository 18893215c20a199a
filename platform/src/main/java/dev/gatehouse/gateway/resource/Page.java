package dev.gatehouse.gateway.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a longer list.
 *
 * @param next where the next page starts; null when this is the last
 */
public record Page<T>(List<T> items, @Nullable String next) {}
