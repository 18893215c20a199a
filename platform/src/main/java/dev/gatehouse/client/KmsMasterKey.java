package dev.gatehouse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.client.http.CallLimits;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.identity.secret.MasterKey;
import dev.gatehouse.wire.message.Headers;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;

/**
 * A master key that stays in a key management service: AWS KMS, or what speaks its Encrypt and
 * Decrypt.
 */
public final class KmsMasterKey implements MasterKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT = "gatehouse";

    private final URI endpoint;
    private final String keyId;
    private final Signing signing;

    /**
     * @param keyId the key's id, ARN or alias
     */
    public KmsMasterKey(URI endpoint, String keyId, Signing signing) {
        this.endpoint = endpoint;
        this.keyId = keyId;
        this.signing = signing;
    }

    @Override
    public String id() {
        return "kms:" + keyId;
    }

    @Override
    public byte[] encrypt(byte[] dataKey) {
        return call("Encrypt", "Plaintext", dataKey, "CiphertextBlob");
    }

    @Override
    public byte[] decrypt(byte[] encrypted) {
        return call("Decrypt", "CiphertextBlob", encrypted, "Plaintext");
    }

    private byte[] call(String operation, String member, byte[] value, String wanted) {
        ObjectNode input = JSON.createObjectNode().put("KeyId", keyId).put(member, value);
        input.putObject("EncryptionContext").put(CONTEXT, "data-key");
        Headers headers =
                Headers.builder()
                        .set("Content-Type", "application/x-amz-json-1.1")
                        .set("X-Amz-Target", "TrentService." + operation)
                        .build();
        try (Connections there = new Connections(endpoint, CallLimits.DEFAULT)) {
            AwsRequest request =
                    new AwsRequest("POST", "/", "", headers, JSON.writeValueAsBytes(input));
            AwsResponse response = there.exchange(signing.sign(request, "kms", there.host()));
            JsonNode output = JSON.readTree(response.bytes());
            if (!response.succeeded() || !output.path(wanted).isTextual()) {
                throw new IllegalStateException(
                        "%s of the key management service at %s: status %d %s"
                                .formatted(
                                        operation,
                                        endpoint,
                                        response.status(),
                                        output.path("__type").asText()));
            }
            return Base64.getDecoder().decode(output.path(wanted).asText());
        } catch (IOException malformed) {
            throw new IllegalStateException(
                    "the key management service at " + endpoint + " sends no JSON", malformed);
        }
    }
}
