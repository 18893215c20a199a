package dev.gatehouse.lambda.encryption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.SealedVariables;
import dev.gatehouse.wire.RequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables under the KMS key that {@code KMSKeyArn} names (Lambda Developer Guide,
 * "Securing Lambda environment variables"): encrypted and decrypted in the name of who changes and
 * reads them; for an environment that starts, in Lambda's own, as its grant on the key lets it. All
 * methods block.
 */
public final class VariableEncryption {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> VARIABLES =
            new TypeReference<>() {};

    private final AwsServices aws;
    private final LambdaKeys keys;

    public VariableEncryption(AwsServices aws) {
        this.aws = aws;
        this.keys = new LambdaKeys(aws);
    }

    /** Why a caller is not shown variables. */
    public record Unreadable(String code, String message) {}

    /**
     * What a caller is shown of variables.
     *
     * @param variables null where they cannot be read
     */
    public record Shown(@Nullable Map<String, String> variables, @Nullable Unreadable why) {}

    /**
     * Encrypts variables in the caller's name.
     *
     * @param role the function's, which is to be granted the key
     * @throws ServiceException the key is not to be used, or not by the caller
     */
    public Map<String, String> seal(
            RequestContext caller,
            Arn function,
            String role,
            String key,
            Map<String, String> variables) {
        CallerIdentity identity = keys.caller(caller);
        String operation = "CreateGrant";
        try {
            aws.authorize(
                    identity,
                    "kms",
                    operation,
                    Map.of(
                            "KeyId",
                            key,
                            "GranteePrincipal",
                            role,
                            "Operations",
                            List.of("Decrypt", "RetireGrant")));
            operation = "Encrypt";
            Map<String, Object> output =
                    keys.as(identity)
                            .call(
                                    "kms",
                                    operation,
                                    Map.of(
                                            "KeyId",
                                            key,
                                            "Plaintext",
                                            JSON.writeValueAsBytes(variables),
                                            "EncryptionContext",
                                            LambdaKeys.context(function)));
            return SealedVariables.of(LambdaKeys.bytes(output, "CiphertextBlob"));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (ServiceException rejection) {
            throw unusable(rejection, operation);
        }
    }

    private static ServiceException unusable(ServiceException rejection, String operation) {
        String cause =
                "KMS Exception: %s KMS Message: %s".formatted(rejection.code(), rejection.text());
        if (DecryptionErrors.isDenial(rejection)) {
            return LambdaErrors.byUser(
                    "AccessDeniedException",
                    403,
                    "Lambda was unable to configure access to your environment variables because"
                            + " the KMS access was denied. Please check your KMS permissions. "
                            + cause);
        }
        return LambdaErrors.invalidParameter(
                ("Lambda was unable to configure access to your environment variables because the"
                                + " KMS key is invalid for %s. Please check your KMS key settings."
                                + " %s")
                        .formatted(operation, cause));
    }

    /**
     * The variables that are kept, in the caller's name.
     *
     * @throws ServiceException the key is not to be used, or not by the caller
     */
    public Map<String, String> open(
            RequestContext caller, Arn function, Map<String, String> variables) {
        try {
            return clear(caller, function, variables);
        } catch (ServiceException rejection) {
            throw unusable(rejection, "Decrypt");
        }
    }

    private Map<String, String> clear(
            RequestContext caller, Arn function, Map<String, String> variables) {
        return SealedVariables.is(variables)
                ? decrypt(keys.caller(caller), function, variables)
                : variables;
    }

    /** The variables that are kept, or why the caller cannot read them. */
    public Shown show(RequestContext caller, Arn function, Map<String, String> variables) {
        try {
            return new Shown(clear(caller, function, variables), null);
        } catch (ServiceException rejection) {
            return new Shown(null, DecryptionErrors.whenRead(rejection));
        }
    }

    /**
     * The version with its variables, for an environment that starts.
     *
     * @throws ServiceException as Invoke tells it
     */
    public FunctionVersion open(FunctionVersion version) {
        Map<String, String> variables = version.launch().environment();
        if (!SealedVariables.is(variables)) {
            return version;
        }
        Arn function = version.function();
        try {
            return version.withVariables(decrypt(keys.lambda(function), function, variables));
        } catch (ServiceException rejection) {
            throw DecryptionErrors.atStart(rejection, DecryptionErrors.VARIABLES);
        }
    }

    private Map<String, String> decrypt(
            CallerIdentity identity, Arn function, Map<String, String> sealed) {
        byte[] clear = keys.decrypt(identity, function, SealedVariables.ciphertext(sealed));
        try {
            return JSON.readValue(clear, VARIABLES);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
