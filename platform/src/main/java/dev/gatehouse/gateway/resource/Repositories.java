package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is kept of the APIs of one account and region, as one transaction sees it. */
public final class Repositories {
    private final Transaction transaction;
    private final Scope scope;
    private final Instant instant;

    Repositories(Transaction transaction, Scope scope, Instant instant) {
        this.transaction = transaction;
        this.scope = scope;
        this.instant = instant;
    }

    public AccountId account() {
        return scope.account();
    }

    public Region region() {
        return scope.region();
    }

    /** When the transaction began, as exactly as the machine knows it. */
    public Instant instant() {
        return instant;
    }

    /** When the transaction began, in whole seconds, which is all that responses show. */
    public Instant now() {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The resources of a type that belong to the account: the APIs themselves, for one. */
    public <T extends View> Repository<T> of(ResourceType<T> type) {
        return of(type, "");
    }

    /** The resources of a type that belong to an API, or to whatever their type belongs to. */
    public <T extends View> Repository<T> of(ResourceType<T> type, String parentId) {
        return new Repository<>(this, type, parentId);
    }

    /** What is kept beside the resources that belong to an API. */
    public <T> ApiDocuments<T> documents(Kind<T> kind, String apiId) {
        String prefix = apiId.isEmpty() ? "" : apiId + '/';
        return new ApiDocuments<>(transaction.documents(kind), scope, prefix);
    }
}
