package dev.gatehouse.gateway.stored;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** What is kept of the APIs of one account and region, as one transaction sees it. */
public final class Cabinet {
    private final Transaction transaction;
    private final Scope scope;

    public Cabinet(Transaction transaction, Scope scope) {
        this.transaction = transaction;
        this.scope = scope;
    }

    public AccountId account() {
        return scope.account();
    }

    /** The resources of a sort that belong to no API: the APIs themselves. */
    public <T extends View> Shelf<T> shelf(Form<T> form) {
        return new Shelf<>(at(form.kind(), ""), form);
    }

    /** The resources of a sort that belong to an API. */
    public <T extends View> Shelf<T> shelf(Form<T> form, String apiId) {
        return new Shelf<>(at(form.kind(), apiId + '/'), form);
    }

    /** What is kept beside the resources of an API. */
    public <T> Drawer<T> drawer(Kind<T> kind, String apiId) {
        return at(kind, apiId + '/');
    }

    private <T> Drawer<T> at(Kind<T> kind, String prefix) {
        return new Drawer<>(transaction.documents(kind), scope, prefix);
    }

    /** AWS's refusal of an id that names no API. */
    public ServiceException noApi(String apiId) {
        return notFound("Invalid API identifier specified " + scope.account() + ':' + apiId);
    }
}
