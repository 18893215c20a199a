package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.util.Arrays;
import java.util.Map;

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

    /** Reads {@code key/date/region/service/aws4_request}; a key may itself contain slashes. */
    static Credential credential(String text, Reason malformed) {
        String[] parts = text.split("/", -1);
        int n = parts.length;
        if (n < 5) {
            throw new SignatureException(
                    malformed,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got '"
                            + text
                            + "'",
                    Map.of(SignatureException.MALFORMED_CREDENTIAL, text));
        }
        if (!parts[n - 1].equals(CredentialScope.TERMINATOR)) {
            throw new SignatureException(
                    Reason.WRONG_SCOPE,
                    "Credential should be scoped with a valid terminator: 'aws4_request', not '"
                            + parts[n - 1]
                            + "'.");
        }
        String key = String.join("/", Arrays.copyOf(parts, n - 4));
        return new Credential(key, new CredentialScope(parts[n - 4], parts[n - 3], parts[n - 2]));
    }

    record Credential(String accessKeyId, CredentialScope scope) {}
}
