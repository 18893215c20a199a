package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signs URLs as clients do that give them away. */
public final class Presigner {
    private final Region region;
    private final String service;
    private final Signer signer;

    public Presigner(Region region, String service, SigningKeys keys) {
        this.region = region;
        this.service = service;
        this.signer = new Signer(region, service, keys);
    }

    /**
     * Signs a URL that anybody may use for {@code lifetime}, at most seven days. S3 URLs leave the
     * payload unsigned; others are for an empty one.
     *
     * @return the whole query to send
     */
    public String presign(SignableRequest request, AccessKey key, Instant at, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.compareTo(PresignedQuery.LONGEST) > 0) {
            throw new IllegalArgumentException("a presigned URL lives up to 7 days: " + lifetime);
        }
        List<String> names = List.copyOf(request.headers().keySet());
        List<String> parameters = new ArrayList<>();
        if (!request.query().isEmpty()) {
            parameters.add(request.query());
        }
        parameters.add(parameter(PresignedQuery.ALGORITHM, SigningAlgorithm.HMAC.word()));
        String scope = CredentialScope.at(at, region, service).toString();
        parameters.add(parameter(PresignedQuery.CREDENTIAL, key.id() + '/' + scope));
        parameters.add(parameter(PresignedQuery.DATE, AmzDate.format(at)));
        parameters.add(parameter(PresignedQuery.EXPIRES, Long.toString(lifetime.toSeconds())));
        parameters.add(parameter(PresignedQuery.SIGNED_HEADERS, String.join(";", names)));
        if (key.sessionToken() != null) {
            parameters.add(parameter(PresignedQuery.TOKEN, key.sessionToken()));
        }
        String query = String.join("&", parameters);
        String payloadHash =
                SigningProfile.ofService(service) == SigningProfile.S3
                        ? PayloadForm.UNSIGNED.word()
                        : Hashes.EMPTY_SHA256;
        SignableRequest unsigned =
                new SignableRequest(request.method(), request.path(), query, request.headers());
        String signature = signer.signature(unsigned, names, payloadHash, key, at);
        return query + '&' + parameter(PresignedQuery.SIGNATURE, signature);
    }

    private static String parameter(String name, String value) {
        return name + '=' + PercentCode.encode(value, false);
    }
}
