package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.StoreUnavailableException;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.InputValidation;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order every AWS API call of this node goes through. Blocking, for virtual threads. */
public final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ServiceDirectory services;
    private final Authenticator authenticator;
    private final Authorizer authorizer;

    public ControlPlane(
            ServiceDirectory services, Authenticator authenticator, Authorizer authorizer) {
        this.services = services;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
    }

    /** Answers a request; every refusal and every fault is an answer too. */
    public WireResponse answer(WireRequest request) {
        RequestId id = RequestId.next();
        Optional<Target> found = services.find(request);
        if (found.isEmpty()) {
            return UnservedRequest.answer(request, id);
        }
        Target target = found.get();
        return answer(target, id, () -> authenticator.authenticate(target, request));
    }

    /**
     * Answers a request of a caller in this process.
     *
     * @param service the signing name of the service it is for
     */
    public WireResponse answer(KnownCaller known, String service, WireRequest request) {
        RequestId id = RequestId.next();
        Optional<Target> found = services.find(service, request);
        if (found.isEmpty()) {
            return UnservedRequest.answer(request, id);
        }
        return answer(
                found.get(), id, () -> new Caller(known.principal(), known.region(), request));
    }

    private WireResponse answer(Target target, RequestId id, Supplier<Caller> authentication) {
        try {
            return call(target, authentication.get(), id);
        } catch (ServiceException refusal) {
            LOG.debug("{} {}: {} {}", id, target, refusal.code(), refusal.text());
            return encode(target, refusal, id);
        } catch (StoreUnavailableException away) {
            LOG.warn("{} {}: {}", id, target, away.getMessage());
            String message = String.valueOf(away.getMessage());
            return encode(target, ErrorFamily.of(target.protocol()).unavailable(message), id);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.error("{} {} failed", id, target, fault);
            return encode(target, ErrorFamily.of(target.protocol()).fault(), id);
        }
    }

    /** Words what the edge refuses: too large a body, or too many calls. */
    WireResponse refuse(WireRequest request, boolean busy) {
        RequestId id = RequestId.next();
        Optional<Target> found = services.find(request);
        if (found.isEmpty()) {
            return UnservedRequest.answer(request, id);
        }
        ErrorFamily family = ErrorFamily.of(found.get().protocol());
        return encode(found.get(), busy ? family.busy() : family.bodyTooLarge(), id);
    }

    /**
     * Calls an operation for a caller in this process.
     *
     * @throws ServiceException the service's error; {@code NotImplemented} when this node does not
     *     have the operation
     */
    public Structure call(KnownCaller known, OperationModel operation, Structure input) {
        Service.Call<?, ?> call =
                services.withOperation(operation).orElseThrow(() -> services.missing(operation));
        return call(call, known.context(RequestId.next()), input);
    }

    /**
     * Decides about an operation that is elsewhere, as if it were here.
     *
     * @throws ServiceException the rejection
     */
    public void authorize(KnownCaller known, OperationModel operation, Structure input) {
        authorizer.authorize(known.context(RequestId.next()), operation, input);
    }

    private WireResponse call(Target target, Caller caller, RequestId id) {
        OperationModel operation = operation(target);
        Service.Call<?, ?> call = implementation(target, operation);
        Structure input = target.protocol().decode(operation, asked(target, caller.request()));
        Structure output = call(call, context(caller, id), input);
        return target.protocol().encode(operation, output, id);
    }

    /** What every call goes through, wherever it came from. */
    private Structure call(Service.Call<?, ?> call, RequestContext context, Structure input) {
        OperationModel operation = call.operation().model();
        InputValidation.check(operation, input);
        authorizer.authorize(context, operation, input);
        return call.answer(context, input);
    }

    private static OperationModel operation(Target target) {
        return switch (target.identified()) {
            case Identified.Known(_, OperationModel operation) -> operation;
            case Identified.Unknown(_, String name) -> throw unknown(target, name);
        };
    }

    private static Service.Call<?, ?> implementation(Target target, OperationModel operation) {
        Service.Call<?, ?> call = target.service().call(operation.name());
        if (call == null) {
            throw unknown(target, operation.name());
        }
        return call;
    }

    private static ServiceException unknown(Target target, String operation) {
        return target.protocol().unknownOperation(target.service().model(), operation);
    }

    private static WireRequest asked(Target target, WireRequest request) {
        return target.isS3() ? Buckets.inPath(request, target.address()) : request;
    }

    private static RequestContext context(Caller caller, RequestId id) {
        WireRequest request = caller.request();
        String authority = request.headers().first("host");
        return new RequestContext(
                id,
                caller.principal(),
                caller.principal().account(),
                caller.region(),
                request.sourceIp(),
                authority == null ? "localhost" : authority);
    }

    private static WireResponse encode(Target target, ServiceException refusal, RequestId id) {
        return target.protocol().encodeError(target.service().model(), refusal, id);
    }
}
