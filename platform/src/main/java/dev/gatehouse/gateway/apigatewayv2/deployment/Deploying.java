package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Publisher;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.gateway.resource.Writing;
import dev.gatehouse.wire.RequestContext;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How changes of an API are carried out that the stages which follow it deploy at once. */
public final class Deploying {
    private final Transactions transactions;
    private final Publisher publisher;
    private final PlanTable plans;

    public Deploying(Transactions transactions, Publisher publisher, PlanTable plans) {
        this.transactions = transactions;
        this.publisher = publisher;
        this.plans = plans;
    }

    /**
     * @param effect what a change means to requests
     */
    public <T> Writing<T> with(BiFunction<Repositories, Change<T>, Effect> effect) {
        return (context, apiId, work) ->
                publisher.inOrder(apiId, () -> write(context, work, effect));
    }

    private <T> Change<T> write(
            RequestContext context,
            Function<Repositories, Change<T>> work,
            BiFunction<Repositories, Change<T>, Effect> effect) {
        Deployed<T> done =
                transactions.in(
                        context,
                        in -> {
                            Change<T> change = work.apply(in);
                            return new Deployed<>(
                                    change,
                                    Protocol.of(in, change.apiId()) == Protocol.HTTP
                                            ? effect.apply(in, change)
                                            : new Effect.OnEverything(),
                                    AutoDeployment.run(in, change.apiId()));
                        });
        publish(
                new ApiAddress(context.account(), context.region(), done.change().apiId()),
                done.effect(),
                done.deployment());
        return done.change();
    }

    /**
     * Puts in force what a change does to the stages that follow the API. As a rule only what the
     * change reaches is made anew, so that it takes no longer for an API with many routes.
     */
    private void publish(ApiAddress address, Effect effect, Optional<Redeployment> deployment) {
        switch (effect) {
            case Effect.OnEverything() -> publisher.publish(address);
            case Effect.OnRoutes change ->
                    deployment.ifPresent(done -> publish(address, change, done));
        }
    }

    private void publish(ApiAddress address, Effect.OnRoutes change, Redeployment deployment) {
        Optional.ofNullable(plans.find(address.apiId()))
                .filter(HttpPlan.class::isInstance)
                .map(HttpPlan.class::cast)
                .filter(plan -> plan.address().equals(address))
                .flatMap(plan -> deployment.applyTo(plan, change))
                .ifPresentOrElse(plans::publish, () -> publisher.publish(address));
    }

    private record Deployed<T>(
            Change<T> change, Effect effect, Optional<Redeployment> deployment) {}
}
