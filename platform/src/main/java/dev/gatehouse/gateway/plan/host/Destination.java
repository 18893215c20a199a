package dev.gatehouse.gateway.plan.host;

import dev.gatehouse.gateway.plan.ApiPlan;

/** What a host and path lead to, of all that is served on hosts of its own. */
public sealed interface Destination {

    /**
     * An API.
     *
     * @param domainName the host under which the API was addressed, or that AWS would give it
     */
    record Api(ApiPlan plan, Placement placement, String domainName) implements Destination {}

    /** An address of APIs that leads to none. */
    record NoApi() implements Destination {}

    /**
     * A function URL.
     *
     * @param urlId the first label of its host
     */
    record FunctionUrl(String urlId) implements Destination {}
}
