package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.aws.apigateway.ApiKeyIds;
import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.plan.usage.ApiKey;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.gateway.resource.Writing;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts API keys and usage plans in force, at once: they are no part of a deployment. */
public final class UsagePublisher {
    private final Transactions transactions;
    private final UsageTables tables;

    public UsagePublisher(Transactions transactions, UsageTables tables) {
        this.transactions = transactions;
        this.tables = tables;
    }

    /** Carries out a change of a key and puts it in force. */
    <T> Change<T> writeKey(
            RequestContext context, String keyId, Function<Repositories, Change<T>> work) {
        Change<T> change = transactions.in(context, work);
        publishKeys(scope(context), List.of(change.apiId()));
        return change;
    }

    /** Carries out a change of a usage plan and puts it in force. */
    <T> Change<T> writePlan(
            RequestContext context, String planId, Function<Repositories, Change<T>> work) {
        Change<T> change = transactions.in(context, work);
        publishPlan(scope(context), change.apiId());
        return change;
    }

    /** Carries out a change of a key's place in a plan and puts it in force. */
    Change<UsagePlanKey> writePlanKey(
            RequestContext context,
            String planId,
            Function<Repositories, Change<UsagePlanKey>> work) {
        Change<UsagePlanKey> change = transactions.in(context, work);
        UsagePlanKey made = change.after();
        UsagePlanKey key = made == null ? Objects.requireNonNull(change.before()) : made;
        publishKeys(scope(context), List.of(Objects.requireNonNull(key.id())));
        return change;
    }

    /** Carries out an import and puts all its keys in force. */
    Change<ApiKeyIds> writeImport(
            RequestContext context,
            String nothing,
            Function<Repositories, Change<ApiKeyIds>> work) {
        Change<ApiKeyIds> change = transactions.in(context, work);
        ApiKeyIds made = Objects.requireNonNull(change.after());
        publishKeys(scope(context), Objects.requireNonNullElse(made.ids(), List.of()));
        return change;
    }

    /** The deletion of stages as another way carries it out: no plan has them any more. */
    public <T> Writing<T> closing(Writing<T> way) {
        return (context, apiId, work) -> {
            Set<String> plans = new HashSet<>();
            Change<T> change =
                    way.write(
                            context,
                            apiId,
                            in -> {
                                Change<T> deleted = work.apply(in);
                                plans.addAll(UsagePlans.close(in, apiId));
                                return deleted;
                            });
            plans.forEach(plan -> publishPlan(scope(context), plan));
            return change;
        };
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /** Puts all that is stored in force: what a starting node does. */
    public void publishAll() {
        transactions.scopes(UsageTypes.PLAN).forEach((id, scope) -> publishPlan(scope, id));
        Map<Scope, List<String>> keys = new HashMap<>();
        transactions
                .scopes(UsageTypes.KEY)
                .forEach(
                        (id, scope) -> keys.computeIfAbsent(scope, _ -> new ArrayList<>()).add(id));
        keys.forEach(this::publishKeys);
    }

    /** Puts in force from now on what other nodes change. */
    public void follow(ChangeFeed changes) {
        changes.subscribe(
                Set.of(UsageTypes.KEY.kind(), UsageTypes.PLAN.kind(), UsageTypes.PLAN_KEY.kind()),
                new ChangeFeed.Subscriber() {
                    @Override
                    public void changed(List<DocumentChange> changed) {
                        changed.stream().filter(change -> !change.own()).forEach(this::follow);
                    }

                    private void follow(DocumentChange change) {
                        if (change.kind().equals(UsageTypes.PLAN.kind().name())) {
                            publishPlan(change.scope(), change.id());
                        } else {
                            String key = change.id().substring(change.id().indexOf('/') + 1);
                            publishKeys(change.scope(), List.of(key));
                        }
                    }

                    @Override
                    public void missed() {
                        publishAll();
                    }
                });
    }

    /** Reads and publishes as one, so that an older state never replaces a newer one. */
    private void publishPlan(Scope scope, String id) {
        synchronized (tables) {
            transactions
                    .in(scope, in -> in.of(UsageTypes.PLAN).find(id))
                    .ifPresentOrElse(
                            plan ->
                                    tables.publish(
                                            scope.account(),
                                            scope.region(),
                                            UsagePlans.compile(plan)),
                            () -> tables.removePlan(scope.account(), scope.region(), id));
        }
    }

    private void publishKeys(Scope scope, List<String> ids) {
        synchronized (tables) {
            List<ApiKey> present =
                    transactions.in(
                            scope,
                            in ->
                                    ids.stream()
                                            .map(id -> key(in, id))
                                            .flatMap(Optional::stream)
                                            .toList());
            tables.publish(scope.account(), scope.region(), present);
            Set<String> found = present.stream().map(ApiKey::id).collect(Collectors.toSet());
            ids.stream()
                    .filter(id -> !found.contains(id))
                    .forEach(id -> tables.removeKey(scope.account(), scope.region(), id));
        }
    }

    private static Optional<ApiKey> key(Repositories in, String id) {
        return in.of(UsageTypes.KEY)
                .find(id)
                .map(
                        key ->
                                new ApiKey(
                                        id,
                                        Objects.requireNonNull(key.value()),
                                        Boolean.TRUE.equals(key.enabled()),
                                        PlansOfKeys.of(in, id)));
    }
}
