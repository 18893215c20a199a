package dev.gatehouse.secretsmanager;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallersKeys;
import dev.gatehouse.identity.secret.AesGcm;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values: under the node's own key, or under a KMS key that the caller may use (Secrets
 * Manager User Guide, "Secret encryption and decryption"): a data key for each version, in the
 * encryption context of the secret and version.
 */
final class Sealing {
    private static final String SERVICE = "secretsmanager.amazonaws.com";
    private static final String BY_KEY = "kms:";

    private final Secrets secrets;
    private final CallersKeys keys;

    Sealing(Secrets secrets, AwsServices aws) {
        this.secrets = secrets;
        this.keys = new CallersKeys(aws, SERVICE);
    }

    /**
     * Where a value belongs.
     *
     * @param keyId the key; null for the node's own
     */
    record Place(String arn, String version, @Nullable String keyId) {
        private Map<String, String> context() {
            return Map.of("SecretARN", arn, "SecretVersionId", version);
        }

        private String owner() {
            return arn + "/" + version;
        }
    }

    String seal(RequestContext caller, Place place, String text) {
        if (place.keyId() == null) {
            return secrets.encrypt(text, place.owner());
        }
        CallersKeys.Output made =
                keys.call(
                        caller,
                        "GenerateDataKey",
                        Map.of(
                                "KeyId",
                                place.keyId(),
                                "KeySpec",
                                "AES_256",
                                "EncryptionContext",
                                place.context()),
                        _ -> unusable("EncryptionFailure", "encrypt"));
        byte[] sealed =
                AesGcm.encrypt(AesGcm.key(made.bytes("Plaintext")), utf8(text), place.owner());
        Base64.Encoder base64 = Base64.getEncoder();
        return BY_KEY
                + base64.encodeToString(made.bytes("CiphertextBlob"))
                + ':'
                + base64.encodeToString(sealed);
    }

    String open(RequestContext caller, Place place, String sealed) {
        if (!sealed.startsWith(BY_KEY)) {
            return secrets.decrypt(sealed, place.owner());
        }
        String[] parts = sealed.split(":", 3);
        Base64.Decoder base64 = Base64.getDecoder();
        CallersKeys.Output opened =
                keys.call(
                        caller,
                        "Decrypt",
                        Map.of(
                                "CiphertextBlob",
                                base64.decode(parts[1]),
                                "EncryptionContext",
                                place.context()),
                        _ -> unusable("DecryptionFailure", "decrypt"));
        byte[] text =
                AesGcm.decrypt(
                        AesGcm.key(opened.bytes("Plaintext")),
                        base64.decode(parts[2]),
                        place.owner());
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Of a key that is not there, or not to be used now. */
    private static ServiceException unusable(String code, String verb) {
        return SecretErrors.of(
                code,
                "Secrets Manager can't %s the protected secret text using the provided KMS key.",
                verb);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
