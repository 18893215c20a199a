package dev.gatehouse.gateway.apigateway.repository;

/**
 * The quotas of REST APIs that can be raised.
 *
 * @param apis REST APIs in one account and region
 * @param resources resources of one API, its root included
 * @param stages stages of one API
 * @param integrationTimeoutMillis the longest an integration may take
 */
public record RestLimits(int apis, int resources, int stages, int integrationTimeoutMillis) {
    /** AWS's values. */
    public static final RestLimits AWS = new RestLimits(600, 300, 10, 29_000);

    /** The same with another limit on resources. */
    public RestLimits withResources(int most) {
        return new RestLimits(apis, most, stages, integrationTimeoutMillis);
    }
}
