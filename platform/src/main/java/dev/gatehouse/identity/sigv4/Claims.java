package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a request's claim: in the Authorization header, or in the query of a presigned URL. */
public final class Claims {
    private Claims() {}

    public static Claim of(SignableRequest request) {
        String authorization = request.header("authorization");
        if (authorization != null) {
            return AuthorizationHeader.read(request, authorization);
        }
        if (PresignedQuery.isPresent(request)) {
            return PresignedQuery.read(request);
        }
        throw new SignatureException(Reason.MISSING, "Missing Authentication Token");
    }

    /**
     * Reads {@code key/date/region/service/aws4_request}; a key may itself contain slashes.
     *
     * @param regions the set of an asymmetric signature, whose credential names no region; null for
     *     none
     */
    static Credential credential(
            String text, SigningAlgorithm algorithm, @Nullable String regions, Reason malformed) {
        boolean paired = algorithm == SigningAlgorithm.ECDSA;
        String[] parts = text.split("/", -1);
        int n = parts.length;
        int least = paired ? 4 : 5;
        if (n < least) {
            throw new SignatureException(
                    malformed,
                    "Credential must have exactly %d slash-delimited elements, e.g. %s, got '%s'"
                            .formatted(
                                    least,
                                    paired
                                            ? "keyid/date/service/term"
                                            : "keyid/date/region/service/term",
                                    text),
                    Map.of(SignatureException.MALFORMED_CREDENTIAL, text));
        }
        if (!parts[n - 1].equals(CredentialScope.TERMINATOR)) {
            throw new SignatureException(
                    Reason.WRONG_SCOPE,
                    "Credential should be scoped with a valid terminator: 'aws4_request', not '"
                            + parts[n - 1]
                            + "'.");
        }
        if (!paired) {
            return new Credential(
                    String.join("/", Arrays.copyOf(parts, n - 4)),
                    new CredentialScope(parts[n - 4], parts[n - 3], parts[n - 2]));
        }
        if (regions == null || regions.isEmpty()) {
            throw new SignatureException(malformed, "'X-Amz-Region-Set' is missing.");
        }
        return new Credential(
                String.join("/", Arrays.copyOf(parts, n - 3)),
                new CredentialScope(algorithm, parts[n - 3], regions, parts[n - 2]));
    }

    record Credential(String accessKeyId, CredentialScope scope) {}
}
