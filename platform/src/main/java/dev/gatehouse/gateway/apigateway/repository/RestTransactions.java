package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** All stored REST APIs, and what every operation needs beside them. */
public final class RestTransactions {
    /** Puts an API in force in the data plane as it is kept now. */
    @FunctionalInterface
    public interface Publishing {
        void publish(Scope scope, String apiId);
    }

    private final Store store;
    private final Publishing publisher;
    private final RestLimits limits;
    private final Clock clock;

    public RestTransactions(Store store, Publishing publisher, RestLimits limits, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.limits = limits;
        this.clock = clock;
    }

    public RestLimits limits() {
        return limits;
    }

    /** The time as exactly as the machine knows it. */
    public Instant instant() {
        return clock.now();
    }

    /** The time in whole seconds, which is all that this service's responses hold. */
    public Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Does the work of one operation as one transaction: a rejection leaves everything as it was.
     */
    public <R> R call(RequestContext context, Function<RestRepositories, R> work) {
        Scope scope = new Scope(context.account(), context.region());
        return store.transact(transaction -> work.apply(new RestRepositories(transaction, scope)));
    }

    /** The same for an operation that changes what an API's stages serve. */
    public <R> R publishing(
            RequestContext context, String apiId, Function<RestRepositories, R> work) {
        R result = call(context, work);
        publisher.publish(new Scope(context.account(), context.region()), apiId);
        return result;
    }
}
