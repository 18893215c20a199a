package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A service that is being put together from its resources. Each type of resource adds what it has
 * of the operations that all have, and its own.
 */
public final class Resources {
    private final Service.Builder service;
    private final Transactions transactions;
    private final Publisher publisher;
    private final Dialect dialect;

    public Resources(
            Service.Builder service,
            Transactions transactions,
            Publisher publisher,
            Dialect dialect) {
        this.service = service;
        this.transactions = transactions;
        this.publisher = publisher;
        this.dialect = dialect;
    }

    /** Starts the list of the operations on a type of resource. */
    public <T extends View> Operations<T> of(ResourceType<T> type) {
        return new Operations<>(this, type);
    }

    /**
     * Adds an operation that is one transaction; its response has the members of what that returns.
     */
    public <I extends View, O extends View> Resources on(
            Operation<I, O> operation, BiFunction<Repositories, I, ? extends View> work) {
        service.on(
                operation,
                (context, request) ->
                        output(operation, in(context, in -> work.apply(in, request))));
        return this;
    }

    /**
     * Adds an operation that goes on with what it read, outside of the transaction.
     *
     * @param read what it needs to know
     * @param work what it does then; it may take its time
     */
    public <R, I extends View, O extends View> Resources reading(
            Operation<I, O> operation,
            BiFunction<Repositories, I, R> read,
            BiFunction<RequestContext, R, O> work) {
        service.on(
                operation,
                (context, request) ->
                        work.apply(context, in(context, in -> read.apply(in, request))));
        return this;
    }

    /**
     * Adds an operation that changes something in a way of its own; its response has the members of
     * what is there after.
     *
     * @param about the API that a request is about, or what else the way keeps in order
     */
    public <T extends View, I extends View, O extends View> Resources on(
            Operation<I, O> operation,
            Writing<T> way,
            Function<I, String> about,
            BiFunction<Repositories, I, Change<T>> work) {
        service.on(
                operation,
                (context, request) -> {
                    String id = about.apply(request);
                    T after = way.write(context, id, in -> work.apply(in, request)).after();
                    return output(operation, after == null ? Empty.EMPTY : after);
                });
        return this;
    }

    /**
     * How changes are carried out that are in force in the data plane when the response is given.
     */
    public <T> Writing<T> publishing() {
        return publisher::write;
    }

    public Service build() {
        return service.build();
    }

    Service.Builder service() {
        return service;
    }

    Dialect dialect() {
        return dialect;
    }

    <R> R in(RequestContext context, Function<Repositories, R> work) {
        return transactions.in(context, work);
    }

    /** The output of an operation: its members are those of the resource it is about. */
    static <O extends View> O output(Operation<?, O> operation, View resource) {
        return operation.output(Structures.as(operation.model().output(), resource.data()));
    }
}
