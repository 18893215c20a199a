package dev.gatehouse.secretsmanager;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.secret.AesGcm;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values: under the node's own key, or under a KMS key that the caller may use (Secrets
 * Manager User Guide, "Secret encryption and decryption"): a data key for each version, in the
 * encryption context of the secret and version.
 */
final class Sealing {
    private static final String SERVICE = "secretsmanager.amazonaws.com";
    private static final String BY_KEY = "kms:";

    /** What KMS says of keys that are not there, or are not to be used now. */
    private static final Set<String> UNUSABLE =
            Set.of(
                    "NotFoundException",
                    "DisabledException",
                    "KMSInvalidStateException",
                    "InvalidCiphertextException",
                    "InvalidArnException");

    private final Secrets secrets;
    private final AwsServices aws;

    Sealing(Secrets secrets, AwsServices aws) {
        this.secrets = secrets;
        this.aws = aws;
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
        Map<String, Object> made =
                called(
                        caller,
                        "encrypt",
                        "GenerateDataKey",
                        Map.of(
                                "KeyId",
                                place.keyId(),
                                "KeySpec",
                                "AES_256",
                                "EncryptionContext",
                                place.context()));
        byte[] sealed =
                AesGcm.encrypt(AesGcm.key(bytes(made, "Plaintext")), utf8(text), place.owner());
        Base64.Encoder base64 = Base64.getEncoder();
        return BY_KEY
                + base64.encodeToString(bytes(made, "CiphertextBlob"))
                + ':'
                + base64.encodeToString(sealed);
    }

    String open(RequestContext caller, Place place, String sealed) {
        if (!sealed.startsWith(BY_KEY)) {
            return secrets.decrypt(sealed, place.owner());
        }
        String[] parts = sealed.split(":", 3);
        Base64.Decoder base64 = Base64.getDecoder();
        Map<String, Object> opened =
                called(
                        caller,
                        "decrypt",
                        "Decrypt",
                        Map.of(
                                "CiphertextBlob",
                                base64.decode(parts[1]),
                                "EncryptionContext",
                                place.context()));
        byte[] text =
                AesGcm.decrypt(
                        AesGcm.key(bytes(opened, "Plaintext")),
                        base64.decode(parts[2]),
                        place.owner());
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * Calls KMS in the caller's name.
     *
     * @param verb what it is for
     * @throws ServiceException EncryptionFailure or DecryptionFailure when the key cannot be used
     */
    private Map<String, Object> called(
            RequestContext caller, String verb, String operation, Map<String, ?> input) {
        CallerIdentity identity =
                new CallerIdentity(caller.principal(), caller.region(), caller.origin().via());
        try {
            return aws.as(identity.through(SERVICE)).call("kms", operation, input);
        } catch (ServiceException rejection) {
            if (!UNUSABLE.contains(rejection.code())) {
                throw rejection;
            }
            throw SecretErrors.of(
                    verb.equals("encrypt") ? "EncryptionFailure" : "DecryptionFailure",
                    "Secrets Manager can't %s the protected secret text using the provided KMS"
                            + " key.",
                    verb);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Map<String, Object> output, String member) {
        if (output.get(member) instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalStateException("KMS gave no " + member);
    }
}
