package dev.gatehouse.gateway.apigatewayv2.repository;

/**
 * The quotas of HTTP APIs.
 *
 * @param apis APIs in one account and region
 * @param routes routes of one API
 * @param integrations integrations of one API
 * @param stages stages of one API
 */
public record HttpLimits(int apis, int routes, int integrations, int stages) {
    /** AWS's values. */
    public static final HttpLimits AWS = new HttpLimits(600, 300, 300, 10);

    /** The same with other limits on routes, and on integrations: a route may have its own. */
    public HttpLimits withRoutes(int most) {
        return new HttpLimits(apis, most, most, stages);
    }
}
