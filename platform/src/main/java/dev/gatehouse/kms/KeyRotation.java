package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.DisableKeyRotationRequest;
import dev.gatehouse.aws.kms.EnableKeyRotationRequest;
import dev.gatehouse.aws.kms.GetKeyRotationStatusRequest;
import dev.gatehouse.aws.kms.GetKeyRotationStatusResponse;
import dev.gatehouse.kms.KeyCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keys that get new material from time to time; what the former encrypted opens as before. */
final class KeyRotation {
    private static final int YEAR = 365;
    private static final int SHORTEST = 90;
    private static final int LONGEST = 2560;

    private final KeyCatalog keys;

    KeyRotation(KeyCatalog keys) {
        this.keys = keys;
    }

    Empty enable(RequestContext context, EnableKeyRotationRequest input) {
        int days = Objects.requireNonNullElse(input.rotationPeriodInDays(), YEAR);
        if (days < SHORTEST || days > LONGEST) {
            throw KmsErrors.validation(
                    "RotationPeriodInDays must be between %d and %d", SHORTEST, LONGEST);
        }
        set(context, input.keyId(), days);
        return Empty.EMPTY;
    }

    Empty disable(RequestContext context, DisableKeyRotationRequest input) {
        set(context, input.keyId(), null);
        return Empty.EMPTY;
    }

    private void set(RequestContext context, String keyId, @Nullable Integer days) {
        Found found = keys.requireOwn(scope(context), keyId);
        if (!found.key().enabled()) {
            throw KmsErrors.disabled(found.key(), found.arn());
        }
        keys.update(found, key -> key.with(key.settings().rotating(days)));
    }

    GetKeyRotationStatusResponse status(RequestContext context, GetKeyRotationStatusRequest input) {
        Found found = keys.requireKey(scope(context), input.keyId());
        Integer days = found.key().settings().rotation();
        return GetKeyRotationStatusResponse.builder()
                .keyId(found.arn())
                .keyRotationEnabled(days != null)
                .rotationPeriodInDays(days)
                .nextRotationDate(
                        days == null
                                ? null
                                : found.key()
                                        .material()
                                        .getLast()
                                        .created()
                                        .plus(Duration.ofDays(days)))
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
