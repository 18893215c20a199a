package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** All stored REST APIs, and what every operation needs beside them. */
final class RestTransactions {
    private final Store store;
    private final RestPublisher publisher;
    private final RestLimits limits;
    private final Clock clock;

    RestTransactions(Store store, RestPublisher publisher, RestLimits limits, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.limits = limits;
        this.clock = clock;
    }

    RestLimits limits() {
        return limits;
    }

    /** The time as exactly as the machine knows it. */
    Instant instant() {
        return clock.now();
    }

    /** The time in whole seconds, which is all that this service's answers hold. */
    Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Does the work of one operation as one transaction: a rejection leaves everything as it was.
     */
    <R> R call(RequestContext context, Function<RestRepositories, R> work) {
        Scope scope = new Scope(context.account(), context.region());
        return store.transact(transaction -> work.apply(new RestRepositories(transaction, scope)));
    }

    /**
     * The same for an operation on a method or a part of one.
     *
     * @param request names the method by its members restApiId, resourceId and httpMethod
     */
    <R> R atMethod(RequestContext context, View request, Function<MethodEntry, R> work) {
        return call(context, repositories -> work.apply(MethodEntry.of(repositories, request)));
    }

    /** The same for an operation that changes what an API's stages serve. */
    <R> R publishing(RequestContext context, String apiId, Function<RestRepositories, R> work) {
        R result = call(context, work);
        publisher.publish(new Scope(context.account(), context.region()), apiId);
        return result;
    }
}
