package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;

/**
 * A route of an HTTP API.
 *
 * @param routeKey {@code GET /pets/{id}}, {@code ANY /{proxy+}} or {@code $default}
 * @param authorization who may call it
 * @param integration what serves
 * @param mapping what is changed on the way there and back
 */
public record HttpRoute(
        String routeKey,
        Authorization authorization,
        HttpIntegration integration,
        ParameterMapping mapping) {}
