package dev.gatehouse.lambda.encryption;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.SourceKey;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.wire.RequestContext;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deployment packages under the KMS key that {@code SourceKMSKeyArn} names (Lambda Developer Guide,
 * "Encrypting Lambda .zip deployment packages"): who deploys one generates a data key under it, who
 * downloads or runs it decrypts that. There is no grant. All methods block.
 */
public final class CodeEncryption {
    private final LambdaKeys keys;

    public CodeEncryption(AwsServices aws) {
        this.keys = new LambdaKeys(aws);
    }

    /**
     * A data key in the caller's name.
     *
     * @throws ServiceException the key is not to be used, or not by the caller
     */
    public SourceKey seal(RequestContext caller, Arn function, String key) {
        try {
            Map<String, Object> output =
                    keys.as(keys.caller(caller))
                            .call(
                                    "kms",
                                    "GenerateDataKey",
                                    Map.of(
                                            "KeyId",
                                            key,
                                            "KeySpec",
                                            "AES_256",
                                            "EncryptionContext",
                                            LambdaKeys.context(function)));
            byte[] sealed = LambdaKeys.bytes(output, "CiphertextBlob");
            return new SourceKey(key, Base64.getEncoder().encodeToString(sealed));
        } catch (ServiceException rejection) {
            throw unusable(rejection);
        }
    }

    /**
     * Whether the caller may have a package.
     *
     * @throws ServiceException the key is not to be used, or not by the caller
     */
    public void require(RequestContext caller, Arn function, @Nullable SourceKey key) {
        if (key == null) {
            return;
        }
        try {
            keys.decrypt(keys.caller(caller), function, Base64.getDecoder().decode(key.sealed()));
        } catch (ServiceException rejection) {
            throw unusable(rejection);
        }
    }

    /**
     * The version, for an environment that starts.
     *
     * @throws ServiceException as Invoke tells it
     */
    public FunctionVersion open(FunctionVersion version) {
        String sealed = version.code().sealedKey();
        if (sealed != null) {
            Arn function = version.function();
            try {
                keys.decrypt(keys.lambda(function), function, Base64.getDecoder().decode(sealed));
            } catch (ServiceException rejection) {
                throw DecryptionErrors.atStart(rejection, DecryptionErrors.CODE);
            }
        }
        return version;
    }

    private static ServiceException unusable(ServiceException rejection) {
        String cause =
                "KMS Exception: %s KMS Message: %s".formatted(rejection.code(), rejection.text());
        return DecryptionErrors.isDenial(rejection)
                ? LambdaErrors.byUser(
                        "AccessDeniedException",
                        403,
                        "Lambda was unable to access the deployment package because the KMS access"
                                + " was denied. Please check your KMS permissions. "
                                + cause)
                : LambdaErrors.invalidParameter(
                        "Lambda was unable to access the deployment package because the KMS key is"
                                + " invalid. Please check your KMS key settings. "
                                + cause);
    }
}
