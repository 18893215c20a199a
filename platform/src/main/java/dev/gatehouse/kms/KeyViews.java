package dev.gatehouse.kms;

import dev.gatehouse.aws.kms.KeyMetadata;
import dev.gatehouse.kms.KeyCatalog.Found;
import java.util.List;

/** Keys as clients are shown them. */
final class KeyViews {
    static final String USAGE = "ENCRYPT_DECRYPT";
    static final String SPEC = "SYMMETRIC_DEFAULT";
    static final String ORIGIN = "AWS_KMS";

    private KeyViews() {}

    static KeyMetadata metadata(Found found) {
        StoredKey key = found.key();
        StoredKey.Deletion deletion = key.deletion();
        return KeyMetadata.builder()
                .awsAccountId(found.scope().account().value())
                .keyId(key.id())
                .arn(found.arn())
                .creationDate(key.created())
                .enabled(key.enabled() && deletion == null)
                .description(key.settings().description())
                .keyUsage(USAGE)
                .keyState(key.state())
                .deletionDate(deletion == null ? null : deletion.at())
                .origin(ORIGIN)
                .keyManager("CUSTOMER")
                .customerMasterKeySpec(SPEC)
                .keySpec(SPEC)
                .encryptionAlgorithms(List.of(SPEC))
                .multiRegion(false)
                .build();
    }
}
