package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.function.AwsCaller;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import dev.gatehouse.wire.protocol.InputValidation;
import java.util.Map;
import java.util.function.Supplier;

/** Calls the node's own services without a socket; only the wire's encoding is left out. */
public final class InProcessCaller implements AwsCaller {
    private static final String LOOPBACK = "127.0.0.1";

    private final ServiceDirectory services;
    private final Authorizer authorizer;
    private final Supplier<String> authority;

    /**
     * @param authority the host and port under which clients know the node, for URLs in answers;
     *     asked for each call, since a port may be chosen late
     */
    public InProcessCaller(
            ServiceDirectory services, Authorizer authorizer, Supplier<String> authority) {
        this.services = services;
        this.authorizer = authorizer;
        this.authority = authority;
    }

    @Override
    public Map<String, Object> call(
            CallerIdentity as, String service, String operation, Map<String, Object> input) {
        Service.Call<?, ?> call =
                services.withOperation(service, operation)
                        .map(found -> found.call(operation))
                        .orElseThrow(() -> notImplemented(service, operation));
        OperationModel model = call.operation().model();
        Structure structure = Structures.fromMap(model.input(), input);
        InputValidation.check(model, structure);
        RequestContext context =
                new RequestContext(
                        RequestId.next(),
                        as.principal(),
                        as.account(),
                        as.region(),
                        LOOPBACK,
                        authority.get());
        authorizer.authorize(context, model, structure);
        return Structures.toMap(call.answer(context, structure));
    }

    private static ServiceException notImplemented(String service, String operation) {
        return new ServiceException(
                "NotImplemented",
                501,
                "The operation " + service + ":" + operation + " is not implemented");
    }
}
