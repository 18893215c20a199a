package dev.gatehouse.client.http;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signer;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.message.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs requests with one key for one region.
 *
 * @param key what signs
 * @param region the region of the credential scope
 * @param keys derived keys, kept for all who sign
 * @param clock tells the time of the signature
 */
public record Signing(AccessKey key, Region region, SigningKeys keys, Clock clock) {

    /**
     * The request with its signature.
     *
     * @param service the signing name of the service
     * @param host the Host header it will carry
     */
    public AwsRequest sign(AwsRequest request, String service, String host) {
        List<Map.Entry<String, String>> signed = new ArrayList<>();
        request.headers().forEach((name, value) -> signed.add(Map.entry(name, value)));
        signed.add(Map.entry("host", host));
        SignableRequest signable =
                SignableRequest.of(request.method(), request.path(), request.query(), signed);
        Headers.Builder headers = request.headers().toBuilder();
        new Signer(region, service, keys)
                .sign(signable, request.body(), key, clock.now())
                .forEach(headers::set);
        return new AwsRequest(
                request.method(), request.path(), request.query(), headers.build(), request.body());
    }
}
