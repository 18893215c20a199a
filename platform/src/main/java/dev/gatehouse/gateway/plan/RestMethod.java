package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.integration.RestIntegration;

/**
 * A method of a REST API.
 *
 * @param authorization who may call it
 * @param apiKeyRequired whether a valid API key is asked for. Without usage plans no key is valid,
 *     so such a method gives 403 Forbidden, as on AWS when the key belongs to no usage plan.
 * @param integration what serves
 */
public record RestMethod(
        Authorization authorization, boolean apiKeyRequired, RestIntegration integration) {}
