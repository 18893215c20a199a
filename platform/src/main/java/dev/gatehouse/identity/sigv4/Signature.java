package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.util.HashMap;
import java.util.Map;

/** The signature that a request claims, and what it takes to verify it. */
public final class Signature {
    private final SignableRequest request;
    private final Claim claim;
    private final SigningProfile profile;
    private final SigningKey key;

    /**
     * @param owner of the key that the claim names
     */
    public Signature(
            SignableRequest request,
            Claim claim,
            SigningProfile profile,
            Credentials owner,
            SigningKeys keys) {
        this.request = request;
        this.claim = claim;
        this.profile = profile;
        this.key = keys.of(owner, claim.scope());
    }

    /**
     * @param payloadHash the last line of the canonical request
     * @throws SignatureException unless the key's owner made it
     */
    public void require(String payloadHash) {
        CanonicalRequest canonical =
                CanonicalRequest.of(request, profile, claim.signedHeaders(), payloadHash);
        String stringToSign = canonical.stringToSign(claim.date().text(), claim.scope());
        if (!key.signed(stringToSign, claim.signature())) {
            throw mismatch(canonical, stringToSign);
        }
    }

    /** The chain of the payload's chunks, which begins with this signature. */
    public ChunkSignatures chunks() {
        return new ChunkSignatures(key, claim.date().text(), claim.scope(), claim.signature());
    }

    private SignatureException mismatch(CanonicalRequest canonical, String stringToSign) {
        Map<String, String> details = new HashMap<>();
        details.put("AWSAccessKeyId", claim.accessKeyId());
        details.put("CanonicalRequest", canonical.text());
        details.put("StringToSign", stringToSign);
        details.put("SignatureProvided", claim.signature());
        return new SignatureException(Reason.MISMATCH, SignatureException.MISMATCH, details);
    }
}
