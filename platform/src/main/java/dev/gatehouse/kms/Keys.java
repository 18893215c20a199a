package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.CancelKeyDeletionRequest;
import dev.gatehouse.aws.kms.CancelKeyDeletionResponse;
import dev.gatehouse.aws.kms.CreateKeyRequest;
import dev.gatehouse.aws.kms.CreateKeyResponse;
import dev.gatehouse.aws.kms.DescribeKeyRequest;
import dev.gatehouse.aws.kms.DescribeKeyResponse;
import dev.gatehouse.aws.kms.DisableKeyRequest;
import dev.gatehouse.aws.kms.EnableKeyRequest;
import dev.gatehouse.aws.kms.KeyListEntry;
import dev.gatehouse.aws.kms.ListKeysRequest;
import dev.gatehouse.aws.kms.ListKeysResponse;
import dev.gatehouse.aws.kms.ScheduleKeyDeletionRequest;
import dev.gatehouse.aws.kms.ScheduleKeyDeletionResponse;
import dev.gatehouse.aws.kms.UpdateKeyDescriptionRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kms.KeyCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Making, looking at, disabling and ending keys. */
final class Keys {
    private static final int PAGE = 100;
    private static final int LONGEST_WINDOW = 30;
    private static final int SHORTEST_WINDOW = 7;

    private final KeyCatalog keys;
    private final KeyMaterial material;
    private final Clock clock;

    Keys(KeyCatalog keys, KeyMaterial material, Clock clock) {
        this.keys = keys;
        this.material = material;
        this.clock = clock;
    }

    /** Makes a symmetric key of the node's own. */
    CreateKeyResponse create(RequestContext context, CreateKeyRequest input) {
        KmsErrors.rejectOther("KeyUsage", KeyViews.USAGE, input.keyUsage());
        KmsErrors.rejectOther("KeySpec", KeyViews.SPEC, input.keySpec());
        KmsErrors.rejectOther(
                "CustomerMasterKeySpec", KeyViews.SPEC, input.customerMasterKeySpec());
        KmsErrors.rejectOther("Origin", KeyViews.ORIGIN, input.origin());
        KmsErrors.reject("CustomKeyStoreId", input.customKeyStoreId());
        KmsErrors.reject("XksKeyId", input.xksKeyId());
        KmsErrors.reject("MultiRegion", Boolean.TRUE.equals(input.multiRegion()) ? true : null);
        Scope scope = scope(context);
        String id = UUID.randomUUID().toString();
        String arn = KeyCatalog.arn(scope, KeyCatalog.KEY + id);
        String policy =
                input.policy() == null ? KeyPolicies.ofAccount(context.account()) : input.policy();
        KeyPolicies.check(context.principal(), arn, policy, input.bypassPolicyLockoutSafetyCheck());
        Instant now = clock.now();
        StoredKey.Settings settings =
                new StoredKey.Settings(
                        Objects.requireNonNullElse(input.description(), ""),
                        policy,
                        null,
                        KeyTags.of(input.tags()));
        StoredKey key =
                new StoredKey(id, now, List.of(material.made(arn, now)), true, null, settings);
        keys.insert(scope, key);
        return CreateKeyResponse.builder()
                .keyMetadata(KeyViews.metadata(new Found(scope, key)))
                .build();
    }

    DescribeKeyResponse describe(RequestContext context, DescribeKeyRequest input) {
        if (input.grantTokens() != null && !input.grantTokens().isEmpty()) {
            throw KmsErrors.of("InvalidGrantTokenException", "The grant token is invalid.");
        }
        return DescribeKeyResponse.builder()
                .keyMetadata(KeyViews.metadata(keys.require(scope(context), input.keyId())))
                .build();
    }

    ListKeysResponse list(RequestContext context, ListKeysRequest input) {
        Scope scope = scope(context);
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        String after = Objects.requireNonNullElse(input.marker(), "");
        List<StoredKey> found = keys.keys(scope, after, most + 1);
        List<StoredKey> shown = found.subList(0, Math.min(most, found.size()));
        boolean more = found.size() > most;
        return ListKeysResponse.builder()
                .keys(
                        shown.stream()
                                .filter(key -> !key.isGone(clock.now()))
                                .map(key -> entry(new Found(scope, key)))
                                .toList())
                .truncated(more)
                .nextMarker(more ? shown.getLast().id() : null)
                .build();
    }

    private static KeyListEntry entry(Found found) {
        return KeyListEntry.builder().keyId(found.key().id()).keyArn(found.arn()).build();
    }

    Empty enable(RequestContext context, EnableKeyRequest input) {
        Found found = staying(context, input.keyId());
        keys.update(found, key -> key.enabling(true));
        return Empty.EMPTY;
    }

    Empty disable(RequestContext context, DisableKeyRequest input) {
        Found found = staying(context, input.keyId());
        keys.update(found, key -> key.enabling(false));
        return Empty.EMPTY;
    }

    Empty describeAs(RequestContext context, UpdateKeyDescriptionRequest input) {
        Found found = staying(context, input.keyId());
        keys.update(found, key -> key.with(key.settings().described(input.description())));
        return Empty.EMPTY;
    }

    ScheduleKeyDeletionResponse end(RequestContext context, ScheduleKeyDeletionRequest input) {
        int days = Objects.requireNonNullElse(input.pendingWindowInDays(), LONGEST_WINDOW);
        if (days < SHORTEST_WINDOW || days > LONGEST_WINDOW) {
            throw KmsErrors.validation(
                    "PendingWindowInDays must be between %d and %d",
                    SHORTEST_WINDOW, LONGEST_WINDOW);
        }
        Found found = staying(context, input.keyId());
        Instant at = clock.now().plus(Duration.ofDays(days));
        keys.update(found, key -> key.ending(new StoredKey.Deletion(at, days)));
        return ScheduleKeyDeletionResponse.builder()
                .keyId(found.arn())
                .deletionDate(at)
                .keyState("PendingDeletion")
                .pendingWindowInDays(days)
                .build();
    }

    CancelKeyDeletionResponse keep(RequestContext context, CancelKeyDeletionRequest input) {
        Found found = keys.requireOwn(scope(context), input.keyId());
        if (found.key().deletion() == null) {
            throw KmsErrors.of(
                    "KMSInvalidStateException", "%s is not pending deletion.", found.arn());
        }
        keys.update(found, key -> key.ending(null));
        return CancelKeyDeletionResponse.builder().keyId(found.arn()).build();
    }

    private Found staying(RequestContext context, String reference) {
        Found found = keys.requireOwn(scope(context), reference);
        if (found.key().deletion() != null) {
            throw KmsErrors.pending(found.arn());
        }
        return found;
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
