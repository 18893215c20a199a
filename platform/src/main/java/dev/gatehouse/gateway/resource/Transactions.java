package dev.gatehouse.gateway.resource;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The store as API Gateway's operations see it: one transaction each. */
public final class Transactions {
    private final Store store;
    private final Clock clock;

    public Transactions(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Does the work of one operation as one transaction: a rejection leaves everything as it was.
     */
    public <R> R in(RequestContext context, Function<Repositories, R> work) {
        return in(new Scope(context.account(), context.region()), work);
    }

    /** The same for work that no request asks for. */
    public <R> R in(Scope scope, Function<Repositories, R> work) {
        return store.transact(
                transaction -> work.apply(new Repositories(transaction, scope, clock.now())));
    }

    /** Where each resource of a type is, by id. */
    public Map<String, Scope> scopes(ResourceType<?> type) {
        Map<String, Scope> scopes = new HashMap<>();
        store.documents(type.kind()).forEach((scope, stored) -> scopes.put(stored.id(), scope));
        return scopes;
    }
}
