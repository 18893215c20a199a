package dev.gatehouse.gateway.link;

import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Puts the resources of one type in force in a table of the data plane. */
public final class TablePublisher<T extends View> {
    private final Transactions transactions;
    private final ResourceType<T> type;
    private final BiConsumer<Scope, T> put;
    private final Consumer<String> remove;

    /**
     * @param put puts one into the table in place of what had its id
     * @param remove takes an id out of it
     */
    public TablePublisher(
            Transactions transactions,
            ResourceType<T> type,
            BiConsumer<Scope, T> put,
            Consumer<String> remove) {
        this.transactions = transactions;
        this.type = type;
        this.put = put;
        this.remove = remove;
    }

    /** Carries out a change of a resource and puts it in force as it is then. */
    public Change<T> write(
            RequestContext context, String id, Function<Repositories, Change<T>> work) {
        Change<T> change = transactions.in(context, work);
        publish(new Scope(context.account(), context.region()), change.apiId());
        return change;
    }

    /** Puts all that are stored in force: what a starting node does. */
    public void publishAll() {
        transactions.scopes(type).forEach((id, scope) -> publish(scope, id));
    }

    /** Puts in force from now on what other nodes change. */
    public void follow(ChangeFeed changes) {
        changes.subscribe(
                Set.of(type.kind()),
                new ChangeFeed.Subscriber() {
                    @Override
                    public void changed(List<DocumentChange> changed) {
                        changed.stream()
                                .filter(change -> !change.own())
                                .forEach(change -> publish(change.scope(), change.id()));
                    }

                    @Override
                    public void missed() {
                        publishAll();
                    }
                });
    }

    /** Reads and publishes as one, so that an older state never replaces a newer one. */
    public synchronized void publish(Scope scope, String id) {
        transactions
                .in(scope, in -> in.of(type).find(id))
                .ifPresentOrElse(present -> put.accept(scope, present), () -> remove.accept(id));
    }
}
