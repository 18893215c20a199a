package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.AliasListEntry;
import dev.gatehouse.aws.kms.CreateAliasRequest;
import dev.gatehouse.aws.kms.DeleteAliasRequest;
import dev.gatehouse.aws.kms.ListAliasesRequest;
import dev.gatehouse.aws.kms.ListAliasesResponse;
import dev.gatehouse.aws.kms.UpdateAliasRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kms.KeyCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Other names of keys. */
final class Aliases {
    private static final int PAGE = 50;
    private static final String RESERVED = KeyCatalog.ALIAS + "aws/";

    private final KeyCatalog keys;
    private final Clock clock;

    Aliases(KeyCatalog keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    Empty create(RequestContext context, CreateAliasRequest input) {
        Scope scope = scope(context);
        String name = checked(input.aliasName());
        Found target = target(scope, input.targetKeyId());
        Instant now = clock.now();
        keys.insert(scope, new StoredAlias(name, target.key().id(), now, now));
        return Empty.EMPTY;
    }

    private static String checked(String name) {
        if (!name.startsWith(KeyCatalog.ALIAS)) {
            throw KmsErrors.validation("Invalid identifier");
        }
        if (name.startsWith(RESERVED)) {
            throw KmsErrors.of("NotAuthorizedException", "");
        }
        if (!name.matches("[a-zA-Z0-9/_-]+")) {
            throw KmsErrors.validation(
                    "1 validation error detected: Value '%s' at 'aliasName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern:"
                            + " ^[a-zA-Z0-9:/_-]+$",
                    name);
        }
        return name;
    }

    /** A key of the same account and region that stays. */
    private Found target(Scope scope, String keyId) {
        Found target = keys.requireOwn(scope, keyId);
        if (target.key().deletion() != null) {
            throw KmsErrors.pending(target.arn());
        }
        return target;
    }

    Empty update(RequestContext context, UpdateAliasRequest input) {
        Scope scope = scope(context);
        Found target = target(scope, input.targetKeyId());
        keys.update(
                scope,
                checked(input.aliasName()),
                alias ->
                        new StoredAlias(
                                alias.name(), target.key().id(), alias.created(), clock.now()));
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteAliasRequest input) {
        keys.deleteAlias(scope(context), checked(input.aliasName()));
        return Empty.EMPTY;
    }

    ListAliasesResponse list(RequestContext context, ListAliasesRequest input) {
        Scope scope = scope(context);
        String key = input.keyId();
        String after = Objects.requireNonNullElse(input.marker(), "");
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        List<StoredAlias> found =
                (key == null
                                ? keys.aliases(scope)
                                : keys.aliasesOf(scope, keys.requireOwn(scope, key).key().id()))
                        .stream().filter(alias -> alias.name().compareTo(after) > 0).toList();
        List<StoredAlias> shown = found.subList(0, Math.min(most, found.size()));
        boolean more = found.size() > most;
        return ListAliasesResponse.builder()
                .aliases(shown.stream().map(alias -> entry(scope, alias)).toList())
                .truncated(more)
                .nextMarker(more ? shown.getLast().name() : null)
                .build();
    }

    private static AliasListEntry entry(Scope scope, StoredAlias alias) {
        return AliasListEntry.builder()
                .aliasName(alias.name())
                .aliasArn(KeyCatalog.arn(scope, alias.name()))
                .targetKeyId(alias.keyId())
                .creationDate(alias.created())
                .lastUpdatedDate(alias.updated())
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
