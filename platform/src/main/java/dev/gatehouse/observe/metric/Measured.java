package dev.gatehouse.observe.metric;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/**
 * Whose metrics a request counts for.
 *
 * @param name what the dimension of the API says: a REST API's name, an HTTP API's id
 * @param rest whether it is a REST API
 * @param detailed whether its method, or route, has metrics of its own
 */
public record Measured(
        AccountId account, Region region, String name, boolean rest, boolean detailed) {}
