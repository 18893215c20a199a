package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * What an operation knows of the call beside its input.
 *
 * @param requestId the id in the response's {@code x-amzn-RequestId} and in the node's logs
 * @param principal who calls
 * @param account where the call acts
 * @param region where the call acts: the region of the signature's scope
 * @param sourceIp the client's address
 * @param authority the host, and port when it was named, the client addressed: URLs in responses
 *     are built on it
 * @param traceHeader the caller's {@code X-Amzn-Trace-Id}
 * @param userAgent what the caller says it is: {@code User-Agent}
 */
public record RequestContext(
        RequestId requestId,
        Principal principal,
        AccountId account,
        Region region,
        String sourceIp,
        String authority,
        @Nullable String traceHeader,
        @Nullable String userAgent) {

    /** Of a caller who traces nothing and does not say what it is. */
    public RequestContext(
            RequestId requestId,
            Principal principal,
            AccountId account,
            Region region,
            String sourceIp,
            String authority) {
        this(requestId, principal, account, region, sourceIp, authority, null, null);
    }
}
