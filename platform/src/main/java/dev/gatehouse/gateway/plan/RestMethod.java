package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;

/**
 * A method of a REST API.
 *
 * @param key its resource's path and its verb, as settings of stages and usage plans name it:
 *     {@code /pets/GET}
 * @param authorization who may call it
 * @param apiKey where the API key is that it requires, if it does
 * @param rules what its validator asks of requests
 * @param cacheKey by what its requests are told apart where responses are kept
 * @param integration what serves
 */
public record RestMethod(
        String key,
        Authorization authorization,
        ApiKeySource apiKey,
        RequestRules rules,
        CacheKey cacheKey,
        RestIntegration integration) {}
