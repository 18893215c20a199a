package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.SignableRequest;

/** The whole verification of a request whose body is at hand. */
public final class Verifications {
    private Verifications() {}

    /**
     * Verifies the signature in the header or the query.
     *
     * @param body the whole body as it was sent
     */
    public static Verified verify(
            Verifier verifier, SignableRequest request, byte[] body, Expected expected) {
        Claimed claimed = verifier.judge(request, expected);
        claimed.verify(Hashes.sha256Hex(body));
        return new Verified(claimed.credentials(), claimed.scope(), claimed.unframed(body));
    }
}
