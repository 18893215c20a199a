package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.sigv4.verify.Claimed;
import dev.gatehouse.identity.sigv4.verify.Payload;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.wire.message.Signing;
import dev.gatehouse.wire.message.WireRequest;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as its head says, and where it acts.
 *
 * @param principal who
 * @param region where
 * @param claimed what is left to verify once the body comes; null when no body is signed
 */
record Caller(Principal principal, Region region, @Nullable Claimed claimed) {

    /** What the operation is told of the call. */
    RequestContext context(WireRequest request, RequestId id) {
        String authority = request.headers().first("host");
        return new RequestContext(
                id,
                principal,
                principal.account(),
                region,
                new RequestContext.Origin(
                        request.sourceIp(),
                        authority == null ? "localhost" : authority,
                        request.headers().first("x-amzn-trace-id"),
                        request.headers().first("user-agent"),
                        List.of(),
                        Signing.of(request)));
    }

    boolean isAnonymous() {
        return principal.kind() == PrincipalKind.ANONYMOUS;
    }

    /**
     * Verifies what the head left open.
     *
     * @throws dev.gatehouse.identity.sigv4.SignatureException unless the body is what was signed
     */
    void verify(String sha256Hex) {
        if (claimed != null) {
            claimed.verify(sha256Hex);
        }
    }

    /** A verified request as its operation reads it: without the framing of a chunked payload. */
    WireRequest unframed(WireRequest request) {
        if (claimed == null) {
            return request;
        }
        Payload payload = claimed.unframed(request.body());
        return payload.bytes() == request.body()
                ? request
                : Signed.unframed(request, payload.bytes(), payload.trailers());
    }

    /** The body as it comes, verified on its way. */
    PayloadStream stream(WireRequest head, InputStream body, long length) {
        return claimed == null
                ? PayloadStream.unsigned(Signed.request(head), body, length)
                : claimed.stream(body, length);
    }
}
