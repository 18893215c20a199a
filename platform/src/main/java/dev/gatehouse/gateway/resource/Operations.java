package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one type of resource, as far as all types have them alike: what is missing is
 * rejected in AWS's words, lists come in pages, a change is one transaction. A type adds what it
 * alone knows as functions, which run within the transaction.
 */
public final class Operations<T extends View> {
    /** What one type of resource makes of one that is there. */
    @FunctionalInterface
    public interface Step<T, I, R> {
        R of(Repositories in, T present, I request);
    }

    /** What one type of resource checks, and deletes beside it, before one is deleted. */
    @FunctionalInterface
    public interface Deletion<T, I> {
        void prepare(Repositories in, T present, I request);
    }

    /** Which resources of one type a page of a list holds. */
    @FunctionalInterface
    public interface Listing<T, I> {
        /**
         * @param position what the page before said comes next; null for the first
         * @param limit the most to return
         */
        Page<T> page(Repositories in, I request, @Nullable String position, int limit);
    }

    private final Resources resources;
    private final ResourceType<T> type;
    private Writing<T> writing;
    private Function<T, ? extends View> shown = Function.identity();

    Operations(Resources resources, ResourceType<T> type) {
        this.resources = resources;
        this.type = type;
        this.writing = (context, _, work) -> resources.in(context, work);
    }

    /** From here on: changes are in force in the data plane when the response is given. */
    public Operations<T> publishing() {
        return writing(resources.publishing());
    }

    /** From here on: changes are carried out so. */
    public Operations<T> writing(Writing<T> way) {
        writing = way;
        return this;
    }

    /** From here on: resources are shown so. */
    public Operations<T> shown(Function<T, ? extends View> look) {
        shown = look;
        return this;
    }

    /** Adds an operation that creates a resource, below a parent that is there. */
    public <I extends View, O extends View> Operations<T> create(
            Operation<I, O> operation, BiFunction<Repositories, I, T> made) {
        return write(
                operation,
                shown,
                request ->
                        in -> {
                            Repository<T> all = repository(in, request).requireParent();
                            T fresh = all.put(made.apply(in, request));
                            String root = type.rootId(request);
                            return new Change<>(
                                    root.isEmpty() ? type.id(fresh) : root, null, fresh);
                        });
    }

    /** Adds an operation that shows a resource. */
    public <I extends View, O extends View> Operations<T> get(Operation<I, O> operation) {
        return get(operation, (_, present, _) -> present);
    }

    /** Adds an operation that shows what it makes of a resource. */
    public <I extends View, O extends View> Operations<T> get(
            Operation<I, O> operation, Step<T, I, T> seen) {
        Function<T, ? extends View> look = shown;
        resources.on(
                operation, (in, request) -> look.apply(seen.of(in, present(in, request), request)));
        return this;
    }

    /** Adds an operation that lists the resources page by page. */
    public <I extends View, O extends View> Operations<T> list(Operation<I, O> operation) {
        return list(
                operation,
                (in, request, position, limit) -> repository(in, request).page(position, limit));
    }

    /** Adds an operation that lists resources in a way of its own. */
    public <I extends View, O extends View> Operations<T> list(
            Operation<I, O> operation, Listing<T, I> listing) {
        Dialect dialect = resources.dialect();
        Function<T, ? extends View> look = shown;
        resources
                .service()
                .on(
                        operation,
                        (context, request) -> {
                            int limit = dialect.limit(request);
                            Page<T> page =
                                    resources.in(
                                            context,
                                            in -> {
                                                repository(in, request).requireParent();
                                                return listing.page(
                                                        in,
                                                        request,
                                                        dialect.position(request),
                                                        limit);
                                            });
                            return operation.output(
                                    dialect.page(operation.model().output(), page, look));
                        });
        return this;
    }

    /** Adds an operation that changes a resource. */
    public <I extends View, O extends View> Operations<T> update(
            Operation<I, O> operation, Step<T, I, T> changed) {
        return write(
                operation,
                shown,
                request ->
                        in -> {
                            T present = present(in, request);
                            T after = changed.of(in, present, request);
                            repository(in, request).put(after);
                            return new Change<>(type.rootId(request), present, after);
                        });
    }

    /** Adds an operation that deletes a resource. */
    public <I extends View, O extends View> Operations<T> delete(Operation<I, O> operation) {
        return delete(operation, (_, _, _) -> {});
    }

    /** Adds an operation that deletes a resource, unless something speaks against it. */
    public <I extends View, O extends View> Operations<T> delete(
            Operation<I, O> operation, Deletion<T, I> deletion) {
        return write(
                operation,
                shown,
                request ->
                        in -> {
                            T present = present(in, request);
                            deletion.prepare(in, present, request);
                            repository(in, request).delete(type.asked(request));
                            return new Change<>(type.rootId(request), present, null);
                        });
    }

    private <I extends View, O extends View> Operations<T> write(
            Operation<I, O> operation,
            Function<T, ? extends View> look,
            Function<I, Function<Repositories, Change<T>>> work) {
        Writing<T> way = writing;
        resources
                .service()
                .on(
                        operation,
                        (context, request) -> {
                            T after =
                                    way.write(context, type.rootId(request), work.apply(request))
                                            .after();
                            return Resources.output(
                                    operation, after == null ? Empty.EMPTY : look.apply(after));
                        });
        return this;
    }

    private T present(Repositories in, View request) {
        return repository(in, request).get(type.asked(request));
    }

    private Repository<T> repository(Repositories in, View request) {
        return in.of(type, type.parentId(request));
    }
}
