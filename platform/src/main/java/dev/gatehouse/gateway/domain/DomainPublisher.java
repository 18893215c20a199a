package dev.gatehouse.gateway.domain;

import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingResponse;
import dev.gatehouse.gateway.plan.host.DomainPlan;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts custom domain names in force in the data plane, with where their base paths lead. */
public final class DomainPublisher {
    private final Transactions transactions;
    private final PlanTable plans;

    public DomainPublisher(Transactions transactions, PlanTable plans) {
        this.transactions = transactions;
        this.plans = plans;
    }

    /** Carries out a change and puts the domain name in force as it is then. */
    public <T> Change<T> write(
            RequestContext context, String name, Function<Repositories, Change<T>> work) {
        Change<T> change = transactions.in(context, work);
        publish(new Scope(context.account(), context.region()), name);
        return change;
    }

    /** Puts all stored domain names in force: what a starting node does. */
    public void publishAll() {
        transactions.scopes(DomainTypes.DOMAIN).forEach((name, scope) -> publish(scope, name));
    }

    /** Puts in force from now on what other nodes change. */
    public void follow(ChangeFeed changes) {
        changes.subscribe(
                Set.of(DomainTypes.DOMAIN.kind(), DomainTypes.MAPPING.kind()),
                new ChangeFeed.Subscriber() {
                    @Override
                    public void changed(List<DocumentChange> changed) {
                        changed.stream()
                                .filter(change -> !change.own())
                                .forEach(
                                        change ->
                                                publish(
                                                        change.scope(),
                                                        change.id().split("/", 2)[0]));
                    }

                    @Override
                    public void missed() {
                        publishAll();
                    }
                });
    }

    /** Whether a domain name has an owner, whoever that is. */
    public boolean taken(String name) {
        return plans.hosts().hasDomain(name);
    }

    /** Reads and publishes as one, so that an older state never replaces a newer one. */
    private void publish(Scope scope, String name) {
        synchronized (plans) {
            transactions
                    .in(scope, in -> plan(in, scope, name))
                    .ifPresentOrElse(plans::publish, () -> plans.removeDomain(name));
        }
    }

    private static Optional<DomainPlan> plan(Repositories in, Scope scope, String name) {
        return in.of(DomainTypes.DOMAIN)
                .find(name)
                .map(
                        _ ->
                                new DomainPlan(
                                        scope.account(), scope.region(), name, mappings(in, name)));
    }

    private static List<DomainPlan.Mapping> mappings(Repositories in, String name) {
        return in.of(DomainTypes.MAPPING, name).all().stream()
                .map(DomainPublisher::mapping)
                .toList();
    }

    private static DomainPlan.Mapping mapping(UpdateApiMappingResponse stored) {
        return new DomainPlan.Mapping(
                Objects.requireNonNullElse(stored.apiMappingKey(), ""),
                Objects.requireNonNull(stored.apiId()),
                stored.stage());
    }
}
