package dev.gatehouse.ssm;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SecureStrings: under the node's own key, or under a KMS key that the caller may use, in the
 * encryption context of the parameter (Systems Manager User Guide, "AWS KMS encryption for AWS
 * Systems Manager Parameter Store SecureString parameters").
 */
final class SecureValues {
    private static final String SERVICE = "ssm.amazonaws.com";
    private static final String BY_KEY = "kms ";

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

    SecureValues(Secrets secrets, AwsServices aws) {
        this.secrets = secrets;
        this.aws = aws;
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
        Map<String, Object> made =
                called(
                        caller,
                        "Encrypt",
                        Map.of(
                                "KeyId",
                                keyId,
                                "Plaintext",
                                value.getBytes(StandardCharsets.UTF_8),
                                "EncryptionContext",
                                context(arn)));
        byte[] blob = bytes(made, "CiphertextBlob");
        return BY_KEY + keyId + ' ' + Base64.getEncoder().encodeToString(blob);
    }

    String open(RequestContext caller, String arn, String sealed) {
        if (!sealed.startsWith(BY_KEY)) {
            return secrets.decrypt(sealed, arn);
        }
        Map<String, Object> opened =
                called(
                        caller,
                        "Decrypt",
                        Map.of(
                                "CiphertextBlob",
                                Base64.getDecoder().decode(sealed.split(" ", 3)[2]),
                                "EncryptionContext",
                                context(arn)));
        return new String(bytes(opened, "Plaintext"), StandardCharsets.UTF_8);
    }

    /** The key that a value is encrypted with, by the name that its author gave. */
    static String keyOf(String sealed) {
        return sealed.startsWith(BY_KEY) ? sealed.split(" ", 3)[1] : ParameterVersion.KEY;
    }

    private static Map<String, String> context(String arn) {
        return Map.of("PARAMETER_ARN", arn);
    }

    /**
     * Calls KMS in the caller's name.
     *
     * @throws ServiceException InvalidKeyId when the key is not there, or not to be used now
     */
    private Map<String, Object> called(
            RequestContext caller, String operation, Map<String, ?> input) {
        CallerIdentity identity =
                new CallerIdentity(caller.principal(), caller.region(), caller.origin().via());
        try {
            return aws.as(identity.through(SERVICE)).call("kms", operation, input);
        } catch (ServiceException rejection) {
            if (UNUSABLE.contains(rejection.code())) {
                throw SsmErrors.of("InvalidKeyId", "%s", rejection.text());
            }
            throw rejection;
        }
    }

    private static byte[] bytes(Map<String, Object> output, String member) {
        if (output.get(member) instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalStateException("KMS gave no " + member);
    }
}
