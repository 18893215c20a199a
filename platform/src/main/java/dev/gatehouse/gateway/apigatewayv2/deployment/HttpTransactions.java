package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** All stored HTTP APIs, and what every operation needs beside them. */
public final class HttpTransactions {
    private final Store store;
    private final HttpPublisher publisher;
    private final HttpLimits limits;
    private final Clock clock;

    public HttpTransactions(Store store, HttpPublisher publisher, HttpLimits limits, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.limits = limits;
        this.clock = clock;
    }

    public HttpLimits limits() {
        return limits;
    }

    /** The time in whole seconds, which is all that this service's responses hold. */
    public Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Does the work of one operation as one transaction: a rejection leaves everything as it was.
     */
    public <R> R call(RequestContext context, Function<HttpRepositories, R> work) {
        Scope scope = new Scope(context.account(), context.region());
        return store.transact(transaction -> work.apply(new HttpRepositories(transaction, scope)));
    }

    /** The same for an operation that changes what an API's stages serve. */
    public <R> R publishing(
            RequestContext context, String apiId, Function<HttpRepositories, R> work) {
        return publisher.inOrder(
                apiId,
                () -> {
                    R result = call(context, work);
                    publisher.publish(address(context, apiId));
                    return result;
                });
    }

    /** The same for a change of the API itself, which the stages that follow it deploy at once. */
    public <R> R deploying(
            RequestContext context, String apiId, Function<HttpRepositories, Changed<R>> work) {
        return publisher.inOrder(
                apiId,
                () -> {
                    Deployed<R> done =
                            call(
                                    context,
                                    repositories ->
                                            new Deployed<>(
                                                    work.apply(repositories),
                                                    AutoDeployment.run(
                                                            repositories, apiId, now())));
                    publisher.publish(
                            address(context, apiId), done.change().effect(), done.deployment());
                    return done.change().response();
                });
    }

    private static ApiAddress address(RequestContext context, String apiId) {
        return new ApiAddress(context.account(), context.region(), apiId);
    }

    /** What an operation answers, and what its change means to requests. */
    public record Changed<R>(R response, Effect effect) {}

    private record Deployed<R>(Changed<R> change, Optional<Redeployment> deployment) {}
}
