package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.CreateSecretRequest;
import dev.gatehouse.aws.secretsmanager.CreateSecretResponse;
import dev.gatehouse.aws.secretsmanager.DeleteSecretRequest;
import dev.gatehouse.aws.secretsmanager.DeleteSecretResponse;
import dev.gatehouse.aws.secretsmanager.RestoreSecretRequest;
import dev.gatehouse.aws.secretsmanager.RestoreSecretResponse;
import dev.gatehouse.aws.secretsmanager.UpdateSecretRequest;
import dev.gatehouse.aws.secretsmanager.UpdateSecretResponse;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.secretsmanager.SecretCatalog.Found;
import dev.gatehouse.secretsmanager.SecretValues.Given;
import dev.gatehouse.secretsmanager.StoredSecret.Settings;
import dev.gatehouse.secretsmanager.StoredSecret.Version;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Making, changing and ending secrets. */
final class SecretChanges {
    private static final String OWN_KEY = "alias/aws/secretsmanager";
    private static final Set<String> CURRENT = Set.of(StoredSecret.CURRENT);
    private static final int LONGEST_WINDOW = 30;
    private static final int SHORTEST_WINDOW = 7;

    private final SecretCatalog secrets;
    private final SecretValues values;
    private final Clock clock;

    SecretChanges(SecretCatalog secrets, SecretValues values, Clock clock) {
        this.secrets = secrets;
        this.values = values;
        this.clock = clock;
    }

    CreateSecretResponse create(RequestContext context, CreateSecretRequest input) {
        SecretErrors.reject("AddReplicaRegions", nonEmpty(input.addReplicaRegions()));
        SecretErrors.reject(
                "ForceOverwriteReplicaSecret",
                Boolean.TRUE.equals(input.forceOverwriteReplicaSecret()) ? true : null);
        SecretErrors.reject("Type", input.type());
        String name = input.name();
        if (!name.matches("[A-Za-z0-9/_+=.@-]+")) {
            throw SecretErrors.of(
                    "ValidationException",
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any"
                            + " of the following: -/_+=.@!");
        }
        Scope scope = scope(context);
        Given given =
                new Given(input.secretString(), input.secretBinary(), input.clientRequestToken());
        Optional<CreateSecretResponse> again =
                given.isAbsent() ? Optional.empty() : repeated(context, given, name);
        if (again.isPresent()) {
            return again.get();
        }
        String arn = SecretCatalog.newArn(scope, name);
        String key = key(input.kmsKeyId());
        List<Version> versions =
                given.isAbsent()
                        ? List.of()
                        : List.of(values.sealed(context, arn, key, given, CURRENT));
        Instant now = clock.now();
        Settings settings =
                new Settings(input.description(), key, null, SecretTags.of(input.tags()));
        secrets.insert(scope, new StoredSecret(name, arn, settings, versions, now, now, null));
        return CreateSecretResponse.builder()
                .arn(arn)
                .name(name)
                .versionId(versions.isEmpty() ? null : versions.getFirst().id())
                .build();
    }

    /** The response to a request that was sent before. */
    private Optional<CreateSecretResponse> repeated(
            RequestContext context, Given given, String name) {
        String token = given.token();
        Optional<Found> there =
                token == null
                        ? Optional.empty()
                        : secrets.find(scope(context), name)
                                .filter(found -> found.secret().deletion() == null)
                                .filter(found -> found.secret().version(token).isPresent());
        return there.map(
                found -> {
                    Version version = values.add(context, found, given, CURRENT);
                    return CreateSecretResponse.builder()
                            .arn(found.secret().arn())
                            .name(name)
                            .versionId(version.id())
                            .build();
                });
    }

    private static @Nullable Object nonEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty() ? null : list;
    }

    /** The key of the service's own is the node's. */
    private static @Nullable String key(@Nullable String asked) {
        return asked == null || asked.isEmpty() || asked.endsWith(OWN_KEY) ? null : asked;
    }

    UpdateSecretResponse update(RequestContext context, UpdateSecretRequest input) {
        SecretErrors.reject("Type", input.type());
        Found found = secrets.requireKept(scope(context), input.secretId());
        Given given =
                new Given(input.secretString(), input.secretBinary(), input.clientRequestToken());
        UnaryOperator<Settings> change = settings -> changed(settings, input);
        String version = null;
        if (given.isAbsent()) {
            secrets.update(
                    found, current -> current.with(change.apply(current.settings()), clock.now()));
        } else {
            version = values.add(context, found, given, CURRENT, change).id();
        }
        return UpdateSecretResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .versionId(version)
                .build();
    }

    private static Settings changed(Settings before, UpdateSecretRequest input) {
        String key = input.kmsKeyId() == null ? before.keyId() : key(input.kmsKeyId());
        return new Settings(before.description(), key, before.policy(), before.tags())
                .describedAs(input.description());
    }

    DeleteSecretResponse delete(RequestContext context, DeleteSecretRequest input) {
        boolean force = Boolean.TRUE.equals(input.forceDeleteWithoutRecovery());
        Long window = input.recoveryWindowInDays();
        if (force && window != null) {
            throw SecretErrors.parameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with"
                            + " RecoveryWindowInDays.");
        }
        long days = Objects.requireNonNullElse(window, (long) LONGEST_WINDOW);
        if (days < SHORTEST_WINDOW || days > LONGEST_WINDOW) {
            throw SecretErrors.parameter(
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Instant now = clock.now();
        Optional<Found> there = secrets.find(scope(context), input.secretId());
        if (force) {
            // One that is not there is no error then, as on AWS.
            there.ifPresent(secrets::delete);
            String id = input.secretId();
            return DeleteSecretResponse.builder()
                    .arn(
                            there.map(found -> found.secret().arn())
                                    .orElseGet(() -> SecretCatalog.newArn(scope(context), id)))
                    .name(there.map(found -> found.secret().name()).orElse(id))
                    .deletionDate(now)
                    .build();
        }
        Found found = secrets.requireKept(scope(context), input.secretId());
        Instant at = now.plus(Duration.ofDays(days));
        secrets.update(found, current -> current.ending(new StoredSecret.Deletion(now, at)));
        return DeleteSecretResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .deletionDate(at)
                .build();
    }

    RestoreSecretResponse restore(RequestContext context, RestoreSecretRequest input) {
        Found found = secrets.require(scope(context), input.secretId());
        secrets.update(found, current -> current.ending(null));
        return RestoreSecretResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
