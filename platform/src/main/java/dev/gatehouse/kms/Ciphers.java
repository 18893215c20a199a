package dev.gatehouse.kms;

import dev.gatehouse.aws.kms.DecryptRequest;
import dev.gatehouse.aws.kms.DecryptResponse;
import dev.gatehouse.aws.kms.EncryptRequest;
import dev.gatehouse.aws.kms.EncryptResponse;
import dev.gatehouse.aws.kms.GenerateDataKeyRequest;
import dev.gatehouse.aws.kms.GenerateDataKeyResponse;
import dev.gatehouse.aws.kms.GenerateDataKeyWithoutPlaintextRequest;
import dev.gatehouse.aws.kms.GenerateDataKeyWithoutPlaintextResponse;
import dev.gatehouse.aws.kms.GenerateRandomRequest;
import dev.gatehouse.aws.kms.GenerateRandomResponse;
import dev.gatehouse.aws.kms.ReEncryptRequest;
import dev.gatehouse.aws.kms.ReEncryptResponse;
import dev.gatehouse.kms.KeyCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encrypting and decrypting, and keys for those who do it themselves. */
final class Ciphers {
    private static final String ALGORITHM = "SYMMETRIC_DEFAULT";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyCatalog keys;
    private final KeyMaterial material;

    Ciphers(KeyCatalog keys, KeyMaterial material) {
        this.keys = keys;
        this.material = material;
    }

    EncryptResponse encrypt(RequestContext context, EncryptRequest input) {
        rejectGrants(input.grantTokens());
        rejectOther(input.encryptionAlgorithm());
        Found key = usable(context, input.keyId());
        rejectDry(input.dryRun());
        return EncryptResponse.builder()
                .keyId(key.arn())
                .ciphertextBlob(
                        material.encrypt(key, input.plaintext(), given(input.encryptionContext())))
                .encryptionAlgorithm(ALGORITHM)
                .build();
    }

    DecryptResponse decrypt(RequestContext context, DecryptRequest input) {
        rejectGrants(input.grantTokens());
        rejectOther(input.encryptionAlgorithm());
        KmsErrors.reject("Recipient", input.recipient());
        KmsErrors.reject("DryRunModifiers", input.dryRunModifiers());
        byte[] blob = ciphertext(input.ciphertextBlob());
        Found key = keyOf(context, blob, input.keyId());
        rejectDry(input.dryRun());
        return DecryptResponse.builder()
                .keyId(key.arn())
                .plaintext(material.decrypt(key, blob, given(input.encryptionContext())))
                .encryptionAlgorithm(ALGORITHM)
                .build();
    }

    ReEncryptResponse reEncrypt(RequestContext context, ReEncryptRequest input) {
        rejectGrants(input.grantTokens());
        rejectOther(input.sourceEncryptionAlgorithm());
        rejectOther(input.destinationEncryptionAlgorithm());
        KmsErrors.reject("DryRunModifiers", input.dryRunModifiers());
        byte[] blob = ciphertext(input.ciphertextBlob());
        Found source = keyOf(context, blob, input.sourceKeyId());
        Found destination = usable(context, input.destinationKeyId());
        rejectDry(input.dryRun());
        byte[] plaintext = material.decrypt(source, blob, given(input.sourceEncryptionContext()));
        return ReEncryptResponse.builder()
                .sourceKeyId(source.arn())
                .keyId(destination.arn())
                .ciphertextBlob(
                        material.encrypt(
                                destination,
                                plaintext,
                                given(input.destinationEncryptionContext())))
                .sourceEncryptionAlgorithm(ALGORITHM)
                .destinationEncryptionAlgorithm(ALGORITHM)
                .build();
    }

    GenerateDataKeyResponse dataKey(RequestContext context, GenerateDataKeyRequest input) {
        KmsErrors.reject("Recipient", input.recipient());
        rejectGrants(input.grantTokens());
        Found key = usable(context, input.keyId());
        byte[] plaintext = random(input.keySpec(), input.numberOfBytes());
        rejectDry(input.dryRun());
        return GenerateDataKeyResponse.builder()
                .keyId(key.arn())
                .plaintext(plaintext)
                .ciphertextBlob(material.encrypt(key, plaintext, given(input.encryptionContext())))
                .build();
    }

    GenerateDataKeyWithoutPlaintextResponse hiddenDataKey(
            RequestContext context, GenerateDataKeyWithoutPlaintextRequest input) {
        rejectGrants(input.grantTokens());
        Found key = usable(context, input.keyId());
        byte[] plaintext = random(input.keySpec(), input.numberOfBytes());
        rejectDry(input.dryRun());
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .keyId(key.arn())
                .ciphertextBlob(material.encrypt(key, plaintext, given(input.encryptionContext())))
                .build();
    }

    GenerateRandomResponse random(RequestContext context, GenerateRandomRequest input) {
        KmsErrors.reject("CustomKeyStoreId", input.customKeyStoreId());
        KmsErrors.reject("Recipient", input.recipient());
        return GenerateRandomResponse.builder()
                .plaintext(random(null, Objects.requireNonNullElse(input.numberOfBytes(), 32)))
                .build();
    }

    private static byte[] random(@Nullable String spec, @Nullable Integer bytes) {
        if ((spec == null) == (bytes == null)) {
            throw KmsErrors.validation("Please specify either number of bytes or key spec.");
        }
        int length = bytes == null ? ("AES_128".equals(spec) ? 16 : 32) : bytes;
        byte[] random = new byte[length];
        RANDOM.nextBytes(random);
        return random;
    }

    private static byte[] ciphertext(byte @Nullable [] blob) {
        if (blob == null) {
            throw KmsErrors.validation("CiphertextBlob must be specified.");
        }
        return blob;
    }

    /** The key that a ciphertext was made with; where the caller names one, that must be it. */
    private Found keyOf(RequestContext context, byte[] blob, @Nullable String named) {
        Found key = usable(context, KeyMaterial.keyOf(blob, context.region().name()));
        if (named != null && !usable(context, named).arn().equals(key.arn())) {
            throw KmsErrors.of(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this"
                            + " operation.");
        }
        return key;
    }

    private Found usable(RequestContext context, String reference) {
        Found found = keys.require(new Scope(context.account(), context.region()), reference);
        if (!found.key().enabled() || found.key().deletion() != null) {
            throw KmsErrors.disabled(found.key(), found.arn());
        }
        return found;
    }

    private static Map<String, String> given(@Nullable Map<String, String> context) {
        return context == null ? Map.of() : context;
    }

    private static void rejectOther(@Nullable String algorithm) {
        KmsErrors.rejectOther("EncryptionAlgorithm", ALGORITHM, algorithm);
    }

    /** There are no grants here, so no token is one's. */
    private static void rejectGrants(@Nullable List<String> tokens) {
        if (tokens != null && !tokens.isEmpty()) {
            throw KmsErrors.of("InvalidGrantTokenException", "The grant token is invalid.");
        }
    }

    private static void rejectDry(@Nullable Boolean dryRun) {
        if (Boolean.TRUE.equals(dryRun)) {
            throw KmsErrors.of(
                    "DryRunOperationException",
                    "The request would have succeeded, but the DryRun option is set.");
        }
    }
}
