package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header form: {@code AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…} beside
 * {@code X-Amz-Date} or {@code Date}.
 */
final class AuthorizationHeader {
    private static final List<String> PARTS = List.of("Credential", "Signature", "SignedHeaders");

    private AuthorizationHeader() {}

    static Claim read(SignableRequest request, String authorization) {
        SigningAlgorithm algorithm = SigningAlgorithm.beginning(authorization);
        if (algorithm == null) {
            throw incomplete("Unsupported AWS 'algorithm': '" + firstWord(authorization) + "'");
        }
        Map<String, String> parts =
                parts(algorithm.word(), authorization.substring(algorithm.word().length()));
        AmzDate date = date(request);
        String missing = missing(parts, date == null);
        if (date == null || !missing.isEmpty()) {
            throw incomplete(missing + "Authorization=" + firstWord(authorization));
        }
        Claims.Credential credential =
                Claims.credential(
                        part(parts, "Credential"),
                        algorithm,
                        request.header(Claim.REGION_SET),
                        Reason.INCOMPLETE);
        return new Claim(
                credential.accessKeyId(),
                credential.scope(),
                date,
                List.of(part(parts, "SignedHeaders").split(";")),
                part(parts, "Signature"),
                request.header("x-amz-security-token"),
                null);
    }

    private static Map<String, String> parts(String algorithm, String list) {
        Map<String, String> parts = new HashMap<>();
        int end;
        for (int begin = 0; begin < list.length(); begin = end + 1) {
            end = begin;
            while (end < list.length() && list.charAt(end) != ',' && list.charAt(end) != ' ') {
                end++;
            }
            String piece = list.substring(begin, end);
            int equals = piece.indexOf('=');
            if (equals > 0) {
                parts.put(piece.substring(0, equals), piece.substring(equals + 1));
            } else if (!piece.isEmpty()) {
                throw incomplete(
                        "'"
                                + piece
                                + "' not a valid key=value pair (missing equal-sign) in"
                                + " Authorization header: '"
                                + algorithm
                                + list
                                + "'.");
            }
        }
        return parts;
    }

    private static @Nullable AmzDate date(SignableRequest request) {
        String amzDate = request.header("x-amz-date");
        String httpDate = request.header("date");
        if (amzDate != null) {
            return AmzDate.parse(amzDate).orElseThrow(() -> unreadable(amzDate));
        }
        return httpDate == null
                ? null
                : AmzDate.parseHttpDate(httpDate).orElseThrow(() -> unreadable(httpDate));
    }

    /** Names everything that is missing at once, as AWS does. */
    private static String missing(Map<String, String> parts, boolean noDate) {
        StringBuilder missing = new StringBuilder();
        for (String part : PARTS) {
            if (part(parts, part).isEmpty()) {
                missing.append("Authorization header requires '")
                        .append(part)
                        .append("' parameter. ");
            }
        }
        if (noDate) {
            missing.append(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a"
                            + " 'Date' header. ");
        }
        return missing.toString();
    }

    private static String part(Map<String, String> parts, String name) {
        return parts.getOrDefault(name, "");
    }

    private static String firstWord(String text) {
        return text.split(" ", 2)[0];
    }

    private static SignatureException unreadable(String date) {
        return incomplete(
                "Date must be in ISO-8601 'basic format'. Got '"
                        + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static SignatureException incomplete(String message) {
        return new SignatureException(Reason.INCOMPLETE, message);
    }
}
