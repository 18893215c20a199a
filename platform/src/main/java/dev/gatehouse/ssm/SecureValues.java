package dev.gatehouse.ssm;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallersKeys;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SecureStrings: under the node's own key, or under a KMS key that the caller may use, in the
 * encryption context of the parameter (Systems Manager User Guide, "AWS KMS encryption for AWS
 * Systems Manager Parameter Store SecureString parameters").
 */
final class SecureValues {
    private static final String SERVICE = "ssm.amazonaws.com";
    private static final String BY_KEY = "kms ";

    private final Secrets secrets;
    private final CallersKeys keys;

    SecureValues(Secrets secrets, AwsServices aws) {
        this.secrets = secrets;
        this.keys = new CallersKeys(aws, SERVICE);
    }

    /**
     * Encrypts a value.
     *
     * @param keyId the key; null for the node's own
     * @param arn the parameter's
     */
    String seal(RequestContext caller, String arn, @Nullable String keyId, String value) {
        if (keyId == null) {
            return secrets.encrypt(value, arn);
        }
        CallersKeys.Output made =
                keys.call(
                        caller,
                        "Encrypt",
                        Map.of(
                                "KeyId",
                                keyId,
                                "Plaintext",
                                value.getBytes(StandardCharsets.UTF_8),
                                "EncryptionContext",
                                context(arn)),
                        SecureValues::unusable);
        byte[] blob = made.bytes("CiphertextBlob");
        return BY_KEY + keyId + ' ' + Base64.getEncoder().encodeToString(blob);
    }

    String open(RequestContext caller, String arn, String sealed) {
        if (!sealed.startsWith(BY_KEY)) {
            return secrets.decrypt(sealed, arn);
        }
        CallersKeys.Output opened =
                keys.call(
                        caller,
                        "Decrypt",
                        Map.of(
                                "CiphertextBlob",
                                Base64.getDecoder().decode(sealed.split(" ", 3)[2]),
                                "EncryptionContext",
                                context(arn)),
                        SecureValues::unusable);
        return new String(opened.bytes("Plaintext"), StandardCharsets.UTF_8);
    }

    /** The key that a value is encrypted with, by the name that its author gave. */
    static String keyOf(String sealed) {
        return sealed.startsWith(BY_KEY) ? sealed.split(" ", 3)[1] : ParameterVersion.KEY;
    }

    private static Map<String, String> context(String arn) {
        return Map.of("PARAMETER_ARN", arn);
    }

    /** Of a key that is not there, or not to be used now. */
    private static ServiceException unusable(ServiceException why) {
        return SsmErrors.of("InvalidKeyId", "%s", why.text());
    }
}
