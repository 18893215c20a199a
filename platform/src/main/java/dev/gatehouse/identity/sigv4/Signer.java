package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signs requests to one service in one region. */
public final class Signer {
    /** What proxies may change: AWS's own signers leave it out, too. */
    private static final Set<String> CHANGED_ON_THE_WAY =
            Set.of("connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id");

    private final Region region;
    private final String service;
    private final SigningProfile profile;
    private final SigningKeys keys;

    /**
     * @param service the signing name, such as {@code lambda}
     */
    public Signer(Region region, String service, SigningKeys keys) {
        this.region = region;
        this.service = service;
        this.profile = SigningProfile.ofService(service);
        this.keys = keys;
    }

    /**
     * Signs the headers of the request, {@code host} among them, and the body.
     *
     * @return the headers to add: Authorization, X-Amz-Date and, where they apply, the session
     *     token and the payload's hash
     */
    public Map<String, String> sign(
            SignableRequest request, byte[] body, AccessKey key, Instant at) {
        Map<String, String> added = new LinkedHashMap<>();
        String payloadHash = Hashes.sha256Hex(body);
        added.put("x-amz-date", AmzDate.format(at));
        if (profile == SigningProfile.S3) {
            added.put("x-amz-content-sha256", payloadHash);
        }
        if (key.sessionToken() != null) {
            added.put("x-amz-security-token", key.sessionToken());
        }
        SignableRequest complete = request;
        for (Map.Entry<String, String> header : added.entrySet()) {
            complete = complete.with(header.getKey(), header.getValue());
        }
        List<String> names =
                complete.headers().keySet().stream()
                        .filter(name -> !CHANGED_ON_THE_WAY.contains(name))
                        .toList();
        String signature = signature(complete, names, payloadHash, key, at);
        added.put(
                "authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                SigningAlgorithm.HMAC.word(),
                                key.id(),
                                CredentialScope.at(at, region, service),
                                String.join(";", names),
                                signature));
        return added;
    }

    String signature(
            SignableRequest request,
            List<String> names,
            String payloadHash,
            AccessKey key,
            Instant at) {
        CredentialScope scope = CredentialScope.at(at, region, service);
        String stringToSign =
                CanonicalRequest.of(request, profile, names, payloadHash)
                        .stringToSign(AmzDate.format(at), scope);
        return Hashes.hmacHex(keys.derive(key.secret(), scope), stringToSign);
    }
}
