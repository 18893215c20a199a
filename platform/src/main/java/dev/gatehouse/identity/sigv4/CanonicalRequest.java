package dev.gatehouse.identity.sigv4;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The one text form of a request that client and server both sign. */
public record CanonicalRequest(String text) {
    private static final Comparator<QueryParameter> BY_NAME_THEN_VALUE =
            Comparator.comparing(QueryParameter::name).thenComparing(QueryParameter::value);

    /**
     * @param signedHeaders lower-case names in the order of the signature
     * @param payloadHash the payload's SHA-256 in hex, or one of S3's words for it
     */
    public static CanonicalRequest of(
            SignableRequest request,
            SigningProfile profile,
            List<String> signedHeaders,
            String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(profile.canonicalPath(request.path())).append('\n');
        text.append(canonicalQuery(request.query())).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':');
            appendValues(text, request.headers().getOrDefault(name, List.of()));
            text.append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
        return new CanonicalRequest(text.toString());
    }

    /** What the signing key signs: algorithm, instant, scope and the hash of this request. */
    public String stringToSign(String amzDate, CredentialScope scope) {
        return String.join(
                "\n", scope.algorithm().word(), amzDate, scope.toString(), Hashes.sha256Hex(text));
    }

    private static String canonicalQuery(String query) {
        List<QueryParameter> encoded = new ArrayList<>();
        for (QueryParameter parameter : QueryParameter.parse(query)) {
            if (!parameter.name().equals(PresignedQuery.SIGNATURE)) {
                encoded.add(
                        new QueryParameter(
                                PercentCode.encode(parameter.name(), false),
                                PercentCode.encode(parameter.value(), false)));
            }
        }
        encoded.sort(BY_NAME_THEN_VALUE);
        StringBuilder text = new StringBuilder(query.length() + 16);
        for (QueryParameter parameter : encoded) {
            text.append(text.isEmpty() ? "" : "&");
            text.append(parameter.name()).append('=').append(parameter.value());
        }
        return text.toString();
    }

    private static void appendValues(StringBuilder text, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",");
            appendCollapsed(text, values.get(i));
        }
    }

    /** Trims the value and turns each run of white space into one space. */
    private static void appendCollapsed(StringBuilder text, String value) {
        boolean pending = false;
        boolean started = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                pending = started;
            } else {
                if (pending) {
                    text.append(' ');
                    pending = false;
                }
                text.append(c);
                started = true;
            }
        }
    }
}
