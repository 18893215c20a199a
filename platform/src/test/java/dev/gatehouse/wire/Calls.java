package dev.gatehouse.wire;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import java.util.Objects;

/** Calls the operations of a service without a node: what stands behind validation. */
public final class Calls {
    private final Service service;
    private final RequestContext context;

    public Calls(Service service, RequestContext context) {
        this.service = service;
        this.context = context;
    }

    public <I extends View, O extends View> O call(Operation<I, O> operation, I request) {
        Service.Call<?, ?> call = Objects.requireNonNull(service.call(operation.name()));
        return operation.output(call.respond(context, request.data()).head());
    }
}
