package dev.gatehouse.gateway.resource;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts what is stored of one service's APIs in force in the data plane. */
public final class Publisher {
    /** Compiles what is stored of an API. */
    @FunctionalInterface
    public interface Compiler {
        /**
         * @param served what the data plane serves of the API now, whose deployments need not be
         *     compiled again: they never change
         * @return empty when the API is not stored
         */
        Optional<ApiPlan> compile(Repositories in, ApiAddress address, @Nullable ApiPlan served);
    }

    private static final int STRIPES = 64;

    private final Transactions transactions;
    private final PlanTable plans;
    private final Compiler compiler;

    /** What this service has in force, as others share the table. */
    private final Set<ApiAddress> published = ConcurrentHashMap.newKeySet();

    /** One change of an API at a time, so that an older state never replaces a newer one. */
    private final ReentrantLock[] order = new ReentrantLock[STRIPES];

    public Publisher(Transactions transactions, PlanTable plans, Compiler compiler) {
        this.transactions = transactions;
        this.plans = plans;
        this.compiler = compiler;
        Arrays.setAll(order, _ -> new ReentrantLock());
    }

    /** Carries out a change and puts the API in force as it is then. */
    public <T> Change<T> write(
            RequestContext context, String apiId, Function<Repositories, Change<T>> work) {
        return inOrder(
                apiId,
                () -> {
                    Change<T> change = transactions.in(context, work);
                    publish(new ApiAddress(context.account(), context.region(), change.apiId()));
                    return change;
                });
    }

    /** Does what writes a change of an API and publishes it, before or after any other such. */
    public <R> R inOrder(String apiId, Supplier<R> work) {
        ReentrantLock lock = order[Math.floorMod(apiId.hashCode(), STRIPES)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Puts an API in force as it is stored now; one that is not stored goes out of service. */
    public void publish(ApiAddress address) {
        Scope scope = new Scope(address.account(), address.region());
        Optional<ApiPlan> plan = compiled(scope, address, served(address));
        if (plan.isPresent()) {
            published.add(address);
            plans.publish(plan.get());
        } else {
            published.remove(address);
            plans.remove(address);
        }
    }

    /** Puts all stored APIs in force: what a starting node does. */
    public void publishAll(ResourceType<?> apis) {
        List<ApiPlan> all = new ArrayList<>();
        transactions
                .scopes(apis)
                .forEach(
                        (apiId, scope) ->
                                compiled(
                                                scope,
                                                new ApiAddress(
                                                        scope.account(), scope.region(), apiId),
                                                null)
                                        .ifPresent(all::add));
        all.forEach(plan -> published.add(plan.address()));
        plans.publishAll(all);
    }

    /**
     * Puts in force from now on what other nodes change; what this one changes it {@linkplain
     * #write publishes} before it responds.
     *
     * @param apis the service's APIs
     * @param stages what refers to the deployments of an API; a deployment itself never changes
     */
    public void follow(ChangeFeed changes, ResourceType<?> apis, ResourceType<?> stages) {
        changes.subscribe(
                Set.of(apis.kind(), stages.kind()),
                new ChangeFeed.Subscriber() {
                    @Override
                    public void changed(List<DocumentChange> changed) {
                        changed.stream()
                                .filter(change -> !change.own())
                                .map(Publisher::address)
                                .distinct()
                                .forEach(Publisher.this::publishInOrder);
                    }

                    @Override
                    public void missed() {
                        List.copyOf(published).forEach(Publisher.this::publishInOrder);
                        publishAll(apis);
                    }
                });
    }

    private static ApiAddress address(DocumentChange change) {
        Scope scope = change.scope();
        String apiId = change.id().split("/", 2)[0];
        return new ApiAddress(scope.account(), scope.region(), apiId);
    }

    private void publishInOrder(ApiAddress address) {
        inOrder(
                address.apiId(),
                () -> {
                    publish(address);
                    return address;
                });
    }

    private Optional<ApiPlan> compiled(Scope scope, ApiAddress address, @Nullable ApiPlan served) {
        return transactions.in(scope, in -> compiler.compile(in, address, served));
    }

    private @Nullable ApiPlan served(ApiAddress address) {
        ApiPlan plan = plans.find(address.apiId());
        return plan != null && plan.address().equals(address) ? plan : null;
    }
}
