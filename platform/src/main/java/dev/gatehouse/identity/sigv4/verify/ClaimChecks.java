package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.sigv4.AmzDate;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.SigningAlgorithm;
import dev.gatehouse.identity.sigv4.SigningProfile;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold of a claim beside the signature itself: scope, token, time and coverage. */
final class ClaimChecks {
    /** How far the client's clock may be from ours; the same for every service. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** Two numbers of 256 bits at most, and what DER puts around them. */
    private static final Pattern DER_FORM = Pattern.compile("30[0-9a-f]{14,142}");

    private final Clock clock;

    ClaimChecks(Clock clock) {
        this.clock = clock;
    }

    void requireScope(Claim claim, Expected expected) {
        try {
            requireScopeOf(claim, expected);
        } catch (SignatureException wrong) {
            throw claim.presigned() ? wrong.with(SignatureException.PRESIGNED, "true") : wrong;
        }
    }

    private static void requireScopeOf(Claim claim, Expected expected) {
        CredentialScope scope = claim.scope();
        String day = claim.date().text().substring(0, 8);
        if (!scope.date().equals(day)) {
            throw wrongScope(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of"
                            + " date from HTTP: '%s' != '%s', from '%s'."
                                    .formatted(scope.date(), day, claim.date().text()),
                    Map.of());
        }
        requireRegion(scope, expected.region());
        if (!scope.service().equals(expected.service())) {
            throw wrongScope(
                    "Credential should be scoped to correct service: '"
                            + expected.service()
                            + "'. ",
                    Map.of("ExpectedService", expected.service()));
        }
    }

    private static void requireRegion(CredentialScope scope, @Nullable String expected) {
        String region = scope.region();
        if (expected != null && !scope.covers(expected)) {
            throw wrongScope(
                    "Credential should be scoped to a valid region, not '" + region + "'. ",
                    Map.of("Region", expected, "WrongRegion", region));
        }
        scope.regionOr(expected == null ? Region.DEFAULT.name() : expected);
    }

    /**
     * @param given the session token that the request carries; null when it carries none
     */
    void requireToken(@Nullable String given, Credentials credentials) {
        String token = credentials.sessionToken();
        if (token == null ? isUnwanted(given, credentials) : !isSame(token, given)) {
            throw new SignatureException(
                    Reason.INVALID_TOKEN, "The security token included in the request is invalid.");
        }
        Instant end = credentials.expiration();
        if (end != null && !clock.now().isBefore(end)) {
            throw new SignatureException(
                    Reason.EXPIRED_TOKEN, "The security token included in the request is expired");
        }
    }

    /** Root may bring any token: many scripts set a made-up one beside the well-known pair. */
    private static boolean isUnwanted(@Nullable String token, Credentials credentials) {
        return token != null && credentials.principal().kind() != PrincipalKind.ROOT;
    }

    private static boolean isSame(String token, @Nullable String given) {
        return given != null && Hashes.same(token, given);
    }

    void requireCurrent(Claim claim, SigningProfile profile) {
        Instant now = clock.now();
        Instant signed = claim.date().instant();
        if (signed.isAfter(now.plus(SKEW))) {
            throw new SignatureException(
                    Reason.NOT_YET_CURRENT,
                    "Signature not yet current: %s is still later than %s (%s + 15 min.)"
                            .formatted(
                                    claim.date().text(),
                                    AmzDate.format(now.plus(SKEW)),
                                    AmzDate.format(now)));
        }
        Duration lifetime = lifetime(claim, profile);
        if (!signed.plus(lifetime).isBefore(now)) {
            return;
        }
        throw new SignatureException(
                claim.presigned() ? Reason.PRESIGNED_EXPIRED : Reason.TOO_OLD,
                "Signature expired: %s is now earlier than %s (%s - %d min.)"
                        .formatted(
                                claim.date().text(),
                                AmzDate.format(now.minus(lifetime)),
                                AmzDate.format(now),
                                lifetime.toMinutes()));
    }

    private static Duration lifetime(Claim claim, SigningProfile profile) {
        Duration asked = claim.lifetime();
        return switch (profile) {
            case S3 -> asked == null ? SKEW : asked;
            // Elsewhere a short X-Amz-Expires, such as STS's 60 s, does not shorten the tolerance.
            case STANDARD -> asked == null || asked.compareTo(SKEW) < 0 ? SKEW : asked;
        };
    }

    void requireSignedHeaders(SignableRequest request, Claim claim, SigningProfile profile) {
        if (!claim.signedHeaders().contains("host")) {
            throw new SignatureException(
                    Reason.UNSIGNED_HEADER,
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
                    Map.of("HeadersNotSigned", "host"));
        }
        boolean paired = claim.scope().algorithm() == SigningAlgorithm.ECDSA && !claim.presigned();
        if (paired && !claim.signedHeaders().contains(Claim.REGION_SET)) {
            throw new SignatureException(
                    Reason.UNSIGNED_HEADER,
                    "'X-Amz-Region-Set' must be a 'SignedHeader' in the AWS Authorization.",
                    Map.of("HeadersNotSigned", Claim.REGION_SET));
        }
        if (profile != SigningProfile.S3) {
            return;
        }
        for (String name : request.headers().keySet()) {
            if (name.startsWith("x-amz-") && !claim.signedHeaders().contains(name)) {
                throw new SignatureException(
                        Reason.UNSIGNED_HEADER,
                        "There were headers present in the request which were not signed",
                        Map.of("HeadersNotSigned", name));
            }
        }
    }

    /** No key makes a signature of another form: that can be said before the body is here. */
    void requireForm(Claim claim) {
        Pattern form =
                switch (claim.scope().algorithm()) {
                    case HMAC -> FORM;
                    case ECDSA -> DER_FORM;
                };
        if (!form.matcher(claim.signature()).matches()) {
            throw new SignatureException(Reason.MISMATCH, SignatureException.MISMATCH);
        }
    }

    private static SignatureException wrongScope(String message, Map<String, String> details) {
        return new SignatureException(Reason.WRONG_SCOPE, message, details);
    }
}
