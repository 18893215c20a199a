package dev.gatehouse.gateway.apigateway.repository;

/**
 * The quotas of REST APIs that can be raised.
 *
 * @param apis REST APIs in one account and region
 * @param resources resources of one API, its root included
 * @param stages stages of one API
 * @param integrationTimeoutMillis the longest an integration may take
 * @param apiKeys API keys in one account and region
 * @param usagePlans usage plans in one account and region
 */
public record RestLimits(
        int apis,
        int resources,
        int stages,
        int integrationTimeoutMillis,
        int apiKeys,
        int usagePlans) {
    /** AWS's values. */
    public static final RestLimits AWS = new RestLimits(600, 300, 10, 29_000, 10_000, 300);

    /** The same with another limit on resources. */
    public RestLimits withResources(int most) {
        return new RestLimits(apis, most, stages, integrationTimeoutMillis, apiKeys, usagePlans);
    }

    /** The same with another limit on API keys. */
    public RestLimits withApiKeys(int most) {
        return new RestLimits(apis, resources, stages, integrationTimeoutMillis, most, usagePlans);
    }
}
