package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.wire.message.Signing;
import dev.gatehouse.wire.message.WireRequest;
import java.util.List;

/**
 * A caller in this process, whose identity needs no proof.
 *
 * @param principal who
 * @param region where it acts
 * @param authority the host and port under which clients know the node
 * @param sourceIp the address its calls are said to come from
 * @param via the services that call in its name, in order; none when it calls itself
 */
public record KnownCaller(
        Principal principal, Region region, String authority, String sourceIp, List<String> via) {

    /** Of a request that says itself where it goes, and what it is traced by. */
    RequestContext context(WireRequest request, RequestId id) {
        String host = request.headers().first("host");
        return new RequestContext(
                id,
                principal,
                principal.account(),
                region,
                new RequestContext.Origin(
                        request.sourceIp(),
                        host == null ? authority : host,
                        request.headers().first("x-amzn-trace-id"),
                        request.headers().first("user-agent"),
                        via,
                        Signing.SENT_ON));
    }

    RequestContext context(RequestId id) {
        String agent = via.isEmpty() ? null : via.getLast();
        return new RequestContext(
                id,
                principal,
                principal.account(),
                region,
                new RequestContext.Origin(sourceIp, authority, null, agent, via));
    }
}
