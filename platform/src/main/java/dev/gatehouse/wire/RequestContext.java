package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.wire.message.Signing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation knows of the call beside its input.
 *
 * @param requestId the id in the response's {@code x-amzn-RequestId} and in the node's logs
 * @param principal who calls
 * @param account where the call acts
 * @param region where the call acts: the region of the signature's scope
 * @param origin where the call comes from
 */
public record RequestContext(
        RequestId requestId, Principal principal, AccountId account, Region region, Origin origin) {

    /**
     * Where a call comes from.
     *
     * @param sourceIp the client's address
     * @param authority the host, and port when it was named, the client addressed: URLs in
     *     responses are built on it
     * @param traceHeader the caller's {@code X-Amzn-Trace-Id}
     * @param userAgent what the caller says it is: {@code User-Agent}
     * @param via the services that call in the principal's name, in order, such as {@code
     *     cloudformation.amazonaws.com}: {@code aws:CalledVia}
     * @param signing how the call is signed
     */
    public record Origin(
            String sourceIp,
            String authority,
            @Nullable String traceHeader,
            @Nullable String userAgent,
            List<String> via,
            Signing signing) {
        public Origin {
            via = List.copyOf(via);
        }

        /** Of a call within this process. */
        public Origin(
                String sourceIp,
                String authority,
                @Nullable String traceHeader,
                @Nullable String userAgent,
                List<String> via) {
            this(sourceIp, authority, traceHeader, userAgent, via, Signing.IN_PROCESS);
        }

        /** Of a client that calls itself. */
        public Origin(
                String sourceIp,
                String authority,
                @Nullable String traceHeader,
                @Nullable String userAgent) {
            this(sourceIp, authority, traceHeader, userAgent, List.of());
        }
    }

    /** Of a caller who traces nothing and does not say what it is. */
    public RequestContext(
            RequestId requestId,
            Principal principal,
            AccountId account,
            Region region,
            String sourceIp,
            String authority) {
        this(
                requestId,
                principal,
                account,
                region,
                new Origin(sourceIp, authority, null, null, List.of()));
    }

    public String sourceIp() {
        return origin.sourceIp();
    }

    public String authority() {
        return origin.authority();
    }

    public @Nullable String traceHeader() {
        return origin.traceHeader();
    }

    public @Nullable String userAgent() {
        return origin.userAgent();
    }
}
