package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.http.blocking.IncomingBody;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.Claims;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.InputValidation;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are served on the event loop: of operations that do not block, by callers whose keys
 * and policies are known already and allow it. All others, also all that are to be rejected, are
 * left to {@link ControlPlane}, which goes through the same steps.
 */
final class ReadyCalls {
    private final ServiceDirectory services;
    private final Authenticator authenticator;
    private final Authorizer authorizer;

    ReadyCalls(ServiceDirectory services, Authenticator authenticator, Authorizer authorizer) {
        this.services = services;
        this.authenticator = authenticator.atHand();
        this.authorizer = authorizer;
    }

    /**
     * Responds to a request whose body is whole; null when it is not for here. What was not begun
     * here leaves no trace.
     */
    @Nullable Future<WireResponse> respond(WireRequest head, IncomingBody body, RequestId id) {
        if (!services.mayBeReady(head) || head.headers().has("content-encoding")) {
            return null;
        }
        try {
            SignableRequest signable = Signed.request(head);
            Claim claim = Claims.of(signable);
            Target target = services.find(head, claim.scope()).orElse(null);
            Service.Call<?, ?> call = target == null ? null : call(target);
            if (target == null || call == null) {
                return null;
            }
            Caller caller = authenticator.authenticate(target, signable, claim);
            caller.verify(body.receive(target.service().bodyBytes()));
            RequestContext context = caller.context(head, id);
            Structure input = allowed(target, call, context, head.with(body.accepted()));
            return input == null ? null : begun(target, call, context, input);
        } catch (RuntimeException | StackOverflowError _) {
            return null; // rejected, or a fault: either is told the other way
        }
    }

    private static Service.@Nullable Call<?, ?> call(Target target) {
        if (target.identified() instanceof Identified.Known(_, OperationModel operation)) {
            Service.Call<?, ?> call = target.service().call(operation.name());
            return call != null && call.isReady() ? call : null;
        }
        return null;
    }

    private @Nullable Structure allowed(
            Target target, Service.Call<?, ?> call, RequestContext context, WireRequest request) {
        OperationModel operation = call.operation().model();
        Structure input = target.protocol().decode(operation, request);
        InputValidation.check(operation, input);
        return authorizer.allowsAtHand(context, operation, input) ? input : null;
    }

    private static Future<WireResponse> begun(
            Target target, Service.Call<?, ?> call, RequestContext context, Structure input) {
        RequestId id = context.requestId();
        return call.begin(context, input)
                .map(output -> target.protocol().encode(call.operation().model(), output, id))
                .otherwise(problem -> target.rejection(problem, id));
    }
}
