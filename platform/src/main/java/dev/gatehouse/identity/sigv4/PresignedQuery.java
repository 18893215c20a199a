package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.time.Duration;
import java.util.List;

/** The query form: a URL that carries its own signature and lifetime. */
final class PresignedQuery {
    static final String ALGORITHM = "X-Amz-Algorithm";
    static final String CREDENTIAL = "X-Amz-Credential";
    static final String DATE = "X-Amz-Date";
    static final String EXPIRES = "X-Amz-Expires";
    static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
    static final String SIGNATURE = "X-Amz-Signature";
    static final String REGION_SET = "X-Amz-Region-Set";
    static final String TOKEN = "X-Amz-Security-Token";

    /** The longest lifetime AWS accepts: a week. */
    static final Duration LONGEST = Duration.ofDays(7);

    /** The lifetime of a URL that names none, as those of STS often do. */
    static final Duration DEFAULT = Duration.ofMinutes(15);

    private PresignedQuery() {}

    static boolean isPresent(SignableRequest request) {
        return request.query().contains(ALGORITHM) || request.query().contains(CREDENTIAL);
    }

    static Claim read(SignableRequest request) {
        String word = required(request, ALGORITHM);
        SigningAlgorithm algorithm = SigningAlgorithm.beginning(word);
        if (algorithm == null || !algorithm.word().equals(word)) {
            throw malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
        Claims.Credential credential =
                Claims.credential(
                        required(request, CREDENTIAL),
                        algorithm,
                        request.parameter(REGION_SET),
                        Reason.INCOMPLETE_QUERY);
        AmzDate date =
                AmzDate.parse(required(request, DATE))
                        .orElseThrow(
                                () ->
                                        malformed(
                                                "X-Amz-Date must be in the ISO8601 Long Format"
                                                        + " \"yyyyMMdd'T'HHmmss'Z'\""));
        return new Claim(
                credential.accessKeyId(),
                credential.scope(),
                date,
                List.of(required(request, SIGNED_HEADERS).split(";")),
                required(request, SIGNATURE),
                request.parameter(TOKEN),
                lifetime(request));
    }

    private static Duration lifetime(SignableRequest request) {
        String text = request.parameter(EXPIRES);
        if (text == null) {
            return DEFAULT;
        }
        long seconds;
        try {
            seconds = Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw malformed("X-Amz-Expires should be a number");
        }
        if (seconds < 0) {
            throw malformed("X-Amz-Expires must be non-negative");
        }
        if (seconds > LONGEST.toSeconds()) {
            throw malformed(
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                            + " X-Amz-Expires must be less than 604800 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static String required(SignableRequest request, String name) {
        String value = request.parameter(name);
        if (value == null || value.isEmpty()) {
            throw malformed("AWS query-string parameters must include '" + name + "'.");
        }
        return value;
    }

    private static SignatureException malformed(String message) {
        return new SignatureException(Reason.INCOMPLETE_QUERY, message);
    }
}
