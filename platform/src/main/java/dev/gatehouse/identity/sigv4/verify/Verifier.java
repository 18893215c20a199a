package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.KeyUses;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.Claims;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signature;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.SigningProfile;
import dev.gatehouse.kernel.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides whether a request was signed by the owner of the key it names. */
public final class Verifier {
    private final CredentialSource keys;
    private final ClaimChecks checks;
    private final SigningKeys signingKeys;
    private final KeyUses uses;
    private final Clock clock;

    /**
     * @param uses hears of every key whose signature held
     */
    public Verifier(CredentialSource keys, Clock clock, SigningKeys signingKeys, KeyUses uses) {
        this.uses = uses;
        this.keys = keys;
        this.clock = clock;
        this.checks = new ClaimChecks(clock);
        this.signingKeys = signingKeys;
    }

    /**
     * Verifies with keys that are known already: never blocks, and rejects what it would have to
     * look up.
     */
    public Verifier atHand() {
        return new Verifier(keys::findAtHand, clock, signingKeys, uses);
    }

    /** The scope a request claims, not verified; null when it claims none that can be read. */
    public static @Nullable CredentialScope claimedScope(SignableRequest request) {
        try {
            return Claims.of(request).scope();
        } catch (SignatureException _) {
            return null;
        }
    }

    /**
     * Judges the head of a request: all that can be known before its body is read.
     *
     * @throws SignatureException what is wrong already
     */
    public Claimed judge(SignableRequest request, Expected expected) {
        return judge(request, Claims.of(request), expected);
    }

    /**
     * The same of a request whose claim was read.
     *
     * @throws SignatureException what is wrong already
     */
    public Claimed judge(SignableRequest request, Claim claim, Expected expected) {
        SigningProfile profile = SigningProfile.ofService(expected.service());
        checks.requireScope(claim, expected);
        Credentials credentials = keys.find(claim.accessKeyId()).orElseThrow(Verifier::unknownKey);
        checks.requireToken(claim.sessionToken(), credentials);
        checks.requireCurrent(claim, profile);
        checks.requireSignedHeaders(request, claim, profile);
        Signature signature = new Signature(request, claim, profile, credentials, signingKeys);
        return switch (profile) {
            case STANDARD -> {
                checks.requireForm(claim);
                yield new Claimed(request, claim, signature, credentials, null, uses);
            }
            case S3 -> {
                String payloadHash = PayloadHash.claimed(request, claim);
                signature.require(payloadHash);
                yield new Claimed(request, claim, signature, credentials, payloadHash, uses);
            }
        };
    }

    /** Whether a request has the query of a URL presigned with Version 2. */
    public static boolean isVersion2(SignableRequest request) {
        return Version2Query.isPresent(request);
    }

    /**
     * Verifies a URL presigned with Version 2, for services that take such: S3.
     *
     * @param request with the bucket in its path, wherever it was sent
     * @throws SignatureException unless the signature holds
     */
    public Credentials verifyVersion2(SignableRequest request) {
        Version2Query query = Version2Query.read(request);
        Credentials credentials = keys.find(query.accessKeyId()).orElseThrow(Verifier::unknownKey);
        checks.requireToken(query.sessionToken(), credentials);
        query.requireCurrent(clock.now());
        String stringToSign = query.stringToSign(request);
        String expected = Hashes.hmacSha1Base64(credentials.secretAccessKey(), stringToSign);
        if (!Hashes.same(expected, query.signature())) {
            throw new SignatureException(
                    Reason.MISMATCH,
                    SignatureException.MISMATCH,
                    Map.of(
                            "AWSAccessKeyId", query.accessKeyId(),
                            "StringToSign", stringToSign,
                            "SignatureProvided", query.signature()));
        }
        return credentials;
    }

    private static SignatureException unknownKey() {
        return new SignatureException(
                Reason.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }
}
