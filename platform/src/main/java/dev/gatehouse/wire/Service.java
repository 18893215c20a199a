package dev.gatehouse.wire;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.http.Body;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service of this node: its model, and the visible list of the operations that are implemented.
 * Route, decoding, validation, error shapes and coverage follow from the model.
 */
public final class Service {
    private final ServiceModel model;
    private final Supplier<Operations> operations;

    private record Operations(Map<String, Call<?, ?>> calls, int bodyBytes) {}

    private Service(ServiceModel model, Supplier<Operations> operations) {
        this.model = model;
        this.operations = operations;
    }

    /** Starts the list of a service. */
    public static Builder of(ServiceModel model) {
        return new Builder(model);
    }

    /**
     * A service whose list is made with its first request: each operation brings three classes, and
     * most services are not asked in most runs of a node.
     *
     * @param name its model's name
     * @param listed makes the list, none of whose operations may be one that does not block
     */
    public static Service whenCalled(String name, Supplier<Service> listed) {
        return new Service(ServiceModel.load(name), new Once<>(() -> blocking(listed.get())));
    }

    private static Operations blocking(Service listed) {
        if (listed.ready().findAny().isPresent()) {
            throw new IllegalArgumentException(listed.model + " is needed before its first call");
        }
        return listed.operations.get();
    }

    public ServiceModel model() {
        return model;
    }

    /** The names of the implemented operations, in the order of the list. */
    Set<String> operations() {
        return Collections.unmodifiableSet(calls().keySet());
    }

    /** Whether some operation of it is called without a key. */
    boolean isOpen() {
        return model.operations().stream().anyMatch(OperationModel::unsigned);
    }

    /** Whether a request may name its operation in a form, which is its body. */
    boolean readsForms() {
        return model.wire().protocols().contains(ProtocolName.AWS_QUERY);
    }

    /**
     * The longest body of a request; {@link Integer#MAX_VALUE} when the node's own limit is all.
     */
    int bodyBytes() {
        return operations.get().bodyBytes();
    }

    /** The operations that do not block. */
    Stream<OperationModel> ready() {
        return operations instanceof Once<Operations>
                ? Stream.empty()
                : calls().values().stream()
                        .filter(Call::isReady)
                        .map(call -> call.operation().model());
    }

    private Map<String, Call<?, ?>> calls() {
        return operations.get().calls();
    }

    /** What serves an operation; null when it is not implemented. */
    @Nullable Call<?, ?> call(String operation) {
        return calls().get(operation);
    }

    /**
     * An operation and what serves it.
     *
     * @param streams whether it takes its payload as it comes
     * @param ready the same operation for those who must not wait; null where it has to wait
     */
    record Call<I extends View, O extends View>(
            Operation<I, O> operation,
            Served<I, O> handler,
            boolean streams,
            @Nullable FutureHandler<I, O> ready) {

        boolean isReady() {
            return ready != null;
        }

        /** Begins an operation without blocking. */
        Future<Structure> begin(RequestContext context, Structure input) {
            try {
                return Objects.requireNonNull(ready)
                        .handle(context, operation.input(input))
                        .map(View::data);
            } catch (RuntimeException rejection) {
                return Future.failedFuture(rejection);
            }
        }

        /** Handles an input whose payload, if it has one, is among its members. */
        Output respond(RequestContext context, Structure input) {
            return respond(context, input, PayloadStream.of(payload(input)));
        }

        Output respond(RequestContext context, Structure input, PayloadStream payload) {
            return handler.handle(context, operation.input(input), payload);
        }

        private byte[] payload(Structure input) {
            Member member = streams ? input.shape().payload() : null;
            Object value = member == null ? null : input.value(member.index());
            return value instanceof byte[] bytes ? bytes : new byte[0];
        }
    }

    /** What every kind of handler is. */
    @FunctionalInterface
    interface Served<I, O> {
        Output handle(RequestContext context, I input, PayloadStream payload);
    }

    /**
     * What an operation responds.
     *
     * @param head its members
     * @param events its stream of events, framed; null when it has none
     */
    record Output(Structure head, @Nullable Body events) {}

    /** Collects the operations of one service. */
    public static final class Builder {
        private final ServiceModel model;
        private final Map<String, Call<?, ?>> calls = new LinkedHashMap<>();
        private BiConsumer<RequestContext, View> inspection = (_, _) -> {};
        private int bodyBytes = Integer.MAX_VALUE;

        private Builder(ServiceModel model) {
            this.model = model;
        }

        /**
         * Shows the inputs of the operations listed from here on to an inspection first.
         *
         * @param rejection throws what rejects an input
         */
        public Builder inspecting(BiConsumer<RequestContext, View> rejection) {
            inspection = rejection;
            return this;
        }

        /** Bounds the bodies of all its requests, below what the node takes anyway. */
        public Builder bodiesUpTo(int bytes) {
            bodyBytes = bytes;
            return this;
        }

        /** Adds an operation. */
        public <I extends View, O extends View> Builder on(
                Operation<I, O> operation, Handler<I, O> handler) {
            return add(
                    operation,
                    (context, input, _) -> output(handler.handle(context, input)),
                    false,
                    null);
        }

        /** Adds an operation that takes its payload as it comes. */
        public <I extends View, O extends View> Builder onStream(
                Operation<I, O> operation, StreamHandler<I, O> handler) {
            return add(
                    operation,
                    (context, input, payload) -> output(handler.handle(context, input, payload)),
                    true,
                    null);
        }

        /** Adds an operation that responds with a stream of events. */
        public <I extends View, O extends View> Builder onEvents(
                Operation<I, O> operation, EventHandler<I, O> handler) {
            return add(
                    operation,
                    (context, input, _) -> {
                        EventHandler.Events<O> events = handler.handle(context, input);
                        return new Output(events.head().data(), events.events());
                    },
                    false,
                    null);
        }

        /**
         * Adds an operation that does not block: it is served on the event loop where that can be.
         */
        public <I extends View, O extends View> Builder onFuture(
                Operation<I, O> operation, FutureHandler<I, O> handler) {
            return add(
                    operation,
                    (context, input, _) -> output(await(handler.handle(context, input))),
                    false,
                    handler);
        }

        private static <T> T await(Future<T> response) {
            try {
                return response.toCompletionStage().toCompletableFuture().join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof ServiceException rejection ? rejection : e;
            }
        }

        private static Output output(View output) {
            return new Output(output.data(), null);
        }

        private <I extends View, O extends View> Builder add(
                Operation<I, O> operation,
                Served<I, O> handler,
                boolean streams,
                @Nullable FutureHandler<I, O> ready) {
            if (operation.model().service() != model) {
                throw new IllegalArgumentException(operation + " is not of " + model);
            }
            BiConsumer<RequestContext, View> first = inspection;
            Served<I, O> inspected =
                    (context, input, payload) -> {
                        first.accept(context, input);
                        return handler.handle(context, input, payload);
                    };
            FutureHandler<I, O> inspectedReady =
                    ready == null
                            ? null
                            : (context, input) -> {
                                first.accept(context, input);
                                return ready.handle(context, input);
                            };
            Call<I, O> call = new Call<>(operation, inspected, streams, inspectedReady);
            if (calls.put(operation.name(), call) != null) {
                throw new IllegalArgumentException(operation + " is listed twice");
            }
            return this;
        }

        public Service build() {
            Operations all = new Operations(new LinkedHashMap<>(calls), bodyBytes);
            return new Service(model, () -> all);
        }
    }
}
