package dev.gatehouse.gateway.http;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** All stored HTTP APIs, and what every operation needs beside them. */
final class HttpLibrary {
    private final Store store;
    private final HttpPublisher publisher;
    private final HttpLimits limits;
    private final Clock clock;

    HttpLibrary(Store store, HttpPublisher publisher, HttpLimits limits, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.limits = limits;
        this.clock = clock;
    }

    HttpLimits limits() {
        return limits;
    }

    /** The time in whole seconds, which is all that this service's answers hold. */
    Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Does the work of one operation as one transaction: a refusal leaves everything as it was. */
    <R> R call(RequestContext context, Function<HttpShelves, R> work) {
        Scope scope = new Scope(context.account(), context.region());
        return store.transact(transaction -> work.apply(new HttpShelves(transaction, scope)));
    }

    /** The same for an operation that changes what an API's stages serve. */
    <R> R publishing(RequestContext context, String apiId, Function<HttpShelves, R> work) {
        R result = call(context, work);
        publisher.publish(new Scope(context.account(), context.region()), apiId);
        return result;
    }

    /** The same for a change of the API itself, which the stages that follow it deploy at once. */
    <R> R deploying(RequestContext context, String apiId, Function<HttpShelves, R> work) {
        return publishing(
                context,
                apiId,
                shelves -> {
                    R result = work.apply(shelves);
                    AutoDeployment.run(shelves, apiId, now());
                    return result;
                });
    }
}
