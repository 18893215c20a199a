package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** What is kept of the APIs of one account and region, as one transaction sees it. */
public final class Repositories {
    private final Transaction transaction;
    private final Scope scope;

    public Repositories(Transaction transaction, Scope scope) {
        this.transaction = transaction;
        this.scope = scope;
    }

    public AccountId account() {
        return scope.account();
    }

    /** The resources of a sort that belong to no API: the APIs themselves. */
    public <T extends View> Repository<T> repository(ResourceType<T> type) {
        return new Repository<>(at(type.kind(), ""), type);
    }

    /** The resources of a sort that belong to an API. */
    public <T extends View> Repository<T> repository(ResourceType<T> type, String apiId) {
        return new Repository<>(at(type.kind(), apiId + '/'), type);
    }

    /** What is kept beside the resources of an API. */
    public <T> ApiDocuments<T> documents(Kind<T> kind, String apiId) {
        return at(kind, apiId + '/');
    }

    private <T> ApiDocuments<T> at(Kind<T> kind, String prefix) {
        return new ApiDocuments<>(transaction.documents(kind), scope, prefix);
    }

    /** AWS's error for an id that names no API. */
    public ServiceException noApi(String apiId) {
        return notFound("Invalid API identifier specified " + scope.account() + ':' + apiId);
    }
}
