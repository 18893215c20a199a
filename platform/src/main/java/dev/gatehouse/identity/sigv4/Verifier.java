package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.sigv4.SignatureRefusal.Reason;
import dev.gatehouse.kernel.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a request was signed by the owner of the key it names. */
public final class Verifier {
    static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.";

    private final CredentialSource keys;
    private final ClaimChecks checks;
    private final SigningKeys signingKeys;
    private final Clock clock;

    public Verifier(CredentialSource keys, Clock clock, SigningKeys signingKeys) {
        this.keys = keys;
        this.clock = clock;
        this.checks = new ClaimChecks(clock);
        this.signingKeys = signingKeys;
    }

    /** The scope a request claims, not verified; null when it claims none that can be read. */
    public static @Nullable CredentialScope claimedScope(SignableRequest request) {
        try {
            return Claims.of(request).scope();
        } catch (SignatureRefusal _) {
            return null;
        }
    }

    /**
     * Verifies the signature in the header or the query.
     *
     * @param body the whole body as it was sent
     * @throws SignatureRefusal unless the signature holds
     */
    public Verified verify(SignableRequest request, byte[] body, Expected expected) {
        SigningProfile profile = SigningProfile.ofService(expected.service());
        Claim claim = Claims.of(request);
        checks.requireScope(claim, expected);
        Credentials credentials = keys.find(claim.accessKeyId()).orElseThrow(Verifier::unknownKey);
        checks.requireToken(claim.sessionToken(), credentials);
        checks.requireCurrent(claim, profile);
        checks.requireSignedHeaders(request, claim, profile);

        String payloadHash = PayloadHash.claimed(request, claim, profile, body);
        CanonicalRequest canonical =
                CanonicalRequest.of(request, profile, claim.signedHeaders(), payloadHash);
        String stringToSign = canonical.stringToSign(claim.date().text(), claim.scope());
        byte[] key = signingKeys.derive(credentials.secretAccessKey(), claim.scope());
        if (!Hashes.same(Hashes.hmacHex(key, stringToSign), claim.signature())) {
            throw mismatch(claim, canonical, stringToSign);
        }
        Payload payload = payload(request, claim, payloadHash, key, body);
        return new Verified(credentials, claim.scope(), payload);
    }

    /** Whether a request has the query of a URL presigned with Version 2. */
    public static boolean isVersion2(SignableRequest request) {
        return Version2Query.isPresent(request);
    }

    /**
     * Verifies a URL presigned with Version 2, for services that take such: S3.
     *
     * @param request with the bucket in its path, wherever it was sent
     * @throws SignatureRefusal unless the signature holds
     */
    public Credentials verifyVersion2(SignableRequest request) {
        Version2Query query = Version2Query.read(request);
        Credentials credentials = keys.find(query.accessKeyId()).orElseThrow(Verifier::unknownKey);
        checks.requireToken(query.sessionToken(), credentials);
        query.requireCurrent(clock.now());
        String stringToSign = query.stringToSign(request);
        String expected = Hashes.hmacSha1Base64(credentials.secretAccessKey(), stringToSign);
        if (!Hashes.same(expected, query.signature())) {
            throw new SignatureRefusal(
                    Reason.MISMATCH,
                    MISMATCH,
                    Map.of(
                            "AWSAccessKeyId", query.accessKeyId(),
                            "StringToSign", stringToSign,
                            "SignatureProvided", query.signature()));
        }
        return credentials;
    }

    private static Payload payload(
            SignableRequest request, Claim claim, String payloadHash, byte[] key, byte[] body) {
        String length = request.header("x-amz-decoded-content-length");
        return switch (PayloadForm.of(payloadHash)) {
            case HASHED -> {
                PayloadHash.require(payloadHash, body);
                yield Payload.plain(body);
            }
            case UNSIGNED -> Payload.plain(body);
            case UNSIGNED_CHUNKS_TRAILER ->
                    announced(request, new ChunkedPayload(body, null).read(length));
            case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER -> {
                ChunkSignatures chain =
                        new ChunkSignatures(
                                key, claim.date().text(), claim.scope(), claim.signature());
                yield announced(request, new ChunkedPayload(body, chain).read(length));
            }
        };
    }

    /**
     * Trailers are read as headers, and many are not signed: only those that a signed header names
     * may come, lest anybody on the way adds headers of his own, and all of them must, lest he
     * takes a checksum away.
     */
    private static Payload announced(SignableRequest request, Payload payload) {
        Set<String> names = new HashSet<>();
        for (String list : request.headers().getOrDefault("x-amz-trailer", List.of())) {
            for (String name : list.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        if (!payload.trailers().keySet().equals(names)) {
            throw new SignatureRefusal(
                    Reason.MALFORMED_TRAILER,
                    "The request contained trailing data that was not well-formed or did not"
                            + " conform to our published schema.");
        }
        return payload;
    }

    private static SignatureRefusal unknownKey() {
        return new SignatureRefusal(
                Reason.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }

    private static SignatureRefusal mismatch(
            Claim claim, CanonicalRequest canonical, String stringToSign) {
        Map<String, String> details = new HashMap<>();
        details.put("AWSAccessKeyId", claim.accessKeyId());
        details.put("CanonicalRequest", canonical.text());
        details.put("StringToSign", stringToSign);
        details.put("SignatureProvided", claim.signature());
        return new SignatureRefusal(Reason.MISMATCH, MISMATCH, details);
    }
}
