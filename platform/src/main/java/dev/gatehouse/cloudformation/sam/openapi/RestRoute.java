package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A method of a REST API that an event asks for.
 *
 * @param method in lower case
 * @param condition under which it is there; null for always
 * @param isStreamed whether the response is passed on as it comes
 */
public record RestRoute(
        String path, String method, @Nullable JsonNode condition, boolean isStreamed) {}
