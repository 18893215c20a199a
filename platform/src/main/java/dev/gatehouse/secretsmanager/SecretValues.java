package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.GetSecretValueRequest;
import dev.gatehouse.aws.secretsmanager.GetSecretValueResponse;
import dev.gatehouse.aws.secretsmanager.ListSecretVersionIdsRequest;
import dev.gatehouse.aws.secretsmanager.ListSecretVersionIdsResponse;
import dev.gatehouse.aws.secretsmanager.PutSecretValueRequest;
import dev.gatehouse.aws.secretsmanager.PutSecretValueResponse;
import dev.gatehouse.aws.secretsmanager.SecretVersionsListEntry;
import dev.gatehouse.aws.secretsmanager.UpdateSecretVersionStageRequest;
import dev.gatehouse.aws.secretsmanager.UpdateSecretVersionStageResponse;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.secretsmanager.SecretCatalog.Found;
import dev.gatehouse.secretsmanager.StoredSecret.Settings;
import dev.gatehouse.secretsmanager.StoredSecret.Version;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The values of secrets, each a version. */
final class SecretValues {
    private static final int PAGE = 100;

    private final SecretCatalog secrets;
    private final Sealing sealing;
    private final Clock clock;

    SecretValues(SecretCatalog secrets, Sealing sealing, Clock clock) {
        this.secrets = secrets;
        this.sealing = sealing;
        this.clock = clock;
    }

    /**
     * A value that a request gives.
     *
     * @param token the caller's own name for the version; null for one of chance
     */
    record Given(@Nullable String string, byte @Nullable [] binary, @Nullable String token) {
        boolean isAbsent() {
            if (string != null && binary != null) {
                throw SecretErrors.parameter(
                        "You can't specify both a binary secret value and a string secret value in"
                                + " the same secret.");
            }
            return string == null && binary == null;
        }

        private String text() {
            return binary == null
                    ? Objects.requireNonNull(string)
                    : Base64.getEncoder().encodeToString(binary);
        }
    }

    /** A version of a secret, encrypted. */
    Version sealed(
            RequestContext context,
            String arn,
            @Nullable String keyId,
            Given given,
            Set<String> stages) {
        String token = given.token();
        String id = token == null ? UUID.randomUUID().toString() : token;
        String sealed = sealing.seal(context, new Sealing.Place(arn, id, keyId), given.text());
        return new Version(id, stages, sealed, given.binary() != null, keyId, clock.now());
    }

    /** Adds a value; the same again under the same name changes nothing. */
    Version add(RequestContext context, Found found, Given given, Set<String> stages) {
        return add(context, found, given, stages, UnaryOperator.identity());
    }

    /**
     * The same, and changes settings with it: both or neither.
     *
     * @param change those that encrypt it, too
     */
    Version add(
            RequestContext context,
            Found found,
            Given given,
            Set<String> stages,
            UnaryOperator<Settings> change) {
        StoredSecret secret = found.secret();
        String token = given.token();
        Optional<Version> there = token == null ? Optional.empty() : secret.version(token);
        if (there.isPresent()) {
            requireSame(context, secret, there.get(), given);
            if (!change.apply(secret.settings()).equals(secret.settings())) {
                secrets.update(
                        found,
                        current -> current.with(change.apply(current.settings()), clock.now()));
            }
            return there.get();
        }
        String key = change.apply(secret.settings()).keyId();
        Version fresh = sealed(context, secret.arn(), key, given, stages);
        StoredSecret after =
                secrets.update(found, current -> with(current, fresh, change, clock.now()));
        return after.version(fresh.id()).orElse(fresh);
    }

    /** With a value, unless it came by another request meanwhile. */
    private static StoredSecret with(
            StoredSecret current, Version fresh, UnaryOperator<Settings> change, Instant now) {
        StoredSecret changed = current.with(change.apply(current.settings()), now);
        return current.version(fresh.id()).isPresent()
                ? changed
                : changed.with(Versions.with(current.versions(), fresh), now);
    }

    private void requireSame(
            RequestContext context, StoredSecret secret, Version there, Given given) {
        if (!opened(context, secret, there).equals(given.text())) {
            throw SecretErrors.of(
                    "ResourceExistsException",
                    "You can't use ClientRequestToken %s because that value is already in use"
                            + " for a version of secret %s.",
                    there.id(),
                    secret.arn());
        }
    }

    private String opened(RequestContext context, StoredSecret secret, Version version) {
        return sealing.open(
                context,
                new Sealing.Place(secret.arn(), version.id(), version.keyId()),
                version.sealed());
    }

    PutSecretValueResponse put(RequestContext context, PutSecretValueRequest input) {
        SecretErrors.reject("RotationToken", input.rotationToken());
        Given given =
                new Given(input.secretString(), input.secretBinary(), input.clientRequestToken());
        if (given.isAbsent()) {
            throw SecretErrors.request("You must provide either SecretString or SecretBinary.");
        }
        Found found = secrets.requireKept(scope(context), input.secretId());
        List<String> stages = input.versionStages();
        Set<String> labels =
                stages == null || stages.isEmpty()
                        ? Set.of(StoredSecret.CURRENT)
                        : Set.copyOf(stages);
        Version version = add(context, found, given, labels);
        return PutSecretValueResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .versionId(version.id())
                .versionStages(version.stages().stream().sorted().toList())
                .build();
    }

    GetSecretValueResponse get(RequestContext context, GetSecretValueRequest input) {
        StoredSecret secret = secrets.requireKept(scope(context), input.secretId()).secret();
        Version version = asked(secret, input.versionId(), input.versionStage());
        String text = opened(context, secret, version);
        return GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .secretString(version.binary() ? null : text)
                .secretBinary(version.binary() ? Base64.getDecoder().decode(text) : null)
                .versionStages(version.stages().stream().sorted().toList())
                .createdDate(version.created())
                .build();
    }

    private static Version asked(StoredSecret secret, @Nullable String id, @Nullable String label) {
        String stage = Objects.requireNonNullElse(label, StoredSecret.CURRENT);
        if (id == null) {
            return secret.at(stage).orElseThrow(() -> SecretErrors.noValue("staging label", stage));
        }
        Version version =
                secret.version(id).orElseThrow(() -> SecretErrors.noValue("VersionId", id));
        if (label != null && !version.stages().contains(label)) {
            throw SecretErrors.request(
                    "You provided a VersionStage that is not associated to the provided"
                            + " VersionId.");
        }
        return version;
    }

    ListSecretVersionIdsResponse list(RequestContext context, ListSecretVersionIdsRequest input) {
        StoredSecret secret = secrets.require(scope(context), input.secretId()).secret();
        boolean all = Boolean.TRUE.equals(input.includeDeprecated());
        List<Version> versions =
                secret.versions().stream()
                        .filter(version -> all || !version.stages().isEmpty())
                        .toList();
        Page<Version> page =
                Page.of(
                        versions,
                        Version::id,
                        input.nextToken(),
                        Objects.requireNonNullElse(input.maxResults(), PAGE));
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(page.shown().stream().map(SecretValues::entry).toList())
                .nextToken(page.next())
                .build();
    }

    private static SecretVersionsListEntry entry(Version version) {
        return SecretVersionsListEntry.builder()
                .versionId(version.id())
                .versionStages(version.stages().stream().sorted().toList())
                .createdDate(version.created())
                .kmsKeyIds(
                        List.of(
                                Objects.requireNonNullElse(
                                        version.keyId(), "DefaultEncryptionKey")))
                .build();
    }

    UpdateSecretVersionStageResponse move(
            RequestContext context, UpdateSecretVersionStageRequest input) {
        Found found = secrets.requireKept(scope(context), input.secretId());
        StoredSecret secret = found.secret();
        String stage = input.versionStage();
        String from = input.removeFromVersionId();
        String to = input.moveToVersionId();
        String holder = secret.at(stage).map(Version::id).orElse(null);
        if (to != null && secret.version(to).isEmpty()) {
            throw SecretErrors.noValue("VersionId", to);
        }
        if (holder != null && !holder.equals(from) && !holder.equals(to)) {
            throw SecretErrors.parameter(
                    "The parameter RemoveFromVersionId can't be empty. Staging label %s is"
                            + " currently attached to version %s, so you must explicitly reference"
                            + " that version in RemoveFromVersionId.",
                    stage, holder);
        }
        if (to == null && stage.equals(StoredSecret.CURRENT)) {
            throw SecretErrors.parameter(
                    "You can only move staging label AWSCURRENT to a different secret version. It"
                            + " can't be completely removed.");
        }
        secrets.update(
                found,
                current ->
                        current.with(
                                to == null
                                        ? Versions.without(current.versions(), stage)
                                        : Versions.requireFew(
                                                Versions.moved(current.versions(), stage, to)),
                                clock.now()));
        return UpdateSecretVersionStageResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
