package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;

/**
 * Somebody whose identity needs no proof: a caller in this process.
 *
 * @param principal who
 * @param region where it acts
 * @param authority the host and port under which clients know the node
 * @param sourceIp the address its calls are said to come from
 */
public record KnownCaller(Principal principal, Region region, String authority, String sourceIp) {

    RequestContext context(RequestId id) {
        return new RequestContext(id, principal, principal.account(), region, sourceIp, authority);
    }
}
