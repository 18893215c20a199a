package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.blocking.IncomingBody;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.EventMessages;
import dev.gatehouse.wire.message.CompressedBody;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import dev.gatehouse.wire.protocol.GivenTags;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.InputValidation;
import dev.gatehouse.wire.protocol.Operations;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The order every AWS API call of this node goes through. Blocking, for virtual threads. */
public final class ControlPlane {
    /**
     * The longest body that is read whole of a request without a key: a web identity's token, the
     * names of objects.
     */
    static final int UNSIGNED_BYTES = 256 * 1024;

    private final ServiceDirectory services;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final ForeignServices foreign = new ForeignServices();
    private final ForeignCalls beside;
    private final ReadyCalls ready;

    /**
     * @param beside what is served beside this node
     */
    public ControlPlane(
            ServiceDirectory services,
            Authenticator authenticator,
            Authorizer authorizer,
            Beside beside) {
        this.services = services;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.ready = new ReadyCalls(services, authenticator, authorizer);
        this.beside = new ForeignCalls(beside, authenticator, foreign, this::authorize);
    }

    /**
     * Responds to a request; every rejection and every fault is a response too. What can be judged
     * by the head is judged before anything of the body is read.
     *
     * @param head the request without its body
     */
    WireResponse respond(WireRequest head, IncomingBody body) {
        RequestId id = RequestId.next();
        WireRequest request;
        try {
            request = withUnsignedForm(head, body);
        } catch (BodyRejectedException _) {
            return UnservedRequest.respond(head, id);
        }
        Optional<Target> target = services.find(request);
        return target.isPresent()
                ? guarded(target.get(), id, () -> call(target.get(), request, body, id))
                : foreign(request, body, id);
    }

    /**
     * Responds on the event loop to a request whose body is whole; null when that takes a thread.
     */
    @Nullable Future<WireResponse> respondAtOnce(WireRequest head, IncomingBody body) {
        return ready.respond(head, body, RequestId.next());
    }

    private WireResponse foreign(WireRequest request, IncomingBody body, RequestId id) {
        String service = beside.service(request);
        return service == null
                ? UnservedRequest.respond(request, id)
                : beside.respond(service, request, body, id);
    }

    /**
     * A form names its operation in the body. Where that may be one that is called without a key,
     * it has to be read before anything can be judged.
     */
    private WireRequest withUnsignedForm(WireRequest head, IncomingBody body) {
        if (!Operations.isForm(head) || body.length() > UNSIGNED_BYTES) {
            return head;
        }
        Optional<Target> target = services.find(head);
        boolean open = target.isEmpty() || !target.get().known() && target.get().service().isOpen();
        if (!open) {
            return head;
        }
        body.receive(UNSIGNED_BYTES);
        return head.with(body.accepted());
    }

    /**
     * Responds to a request of a caller in this process.
     *
     * @param service the signing name of the service it is for
     * @param request with its body
     */
    public WireResponse respond(KnownCaller known, String service, WireRequest request) {
        RequestId id = RequestId.next();
        Optional<Target> found = services.find(service, request);
        return found.isPresent()
                ? guarded(found.get(), id, () -> call(found.get(), known, request, id))
                : UnservedRequest.respond(request, id);
    }

    private static WireResponse guarded(
            Target target, RequestId id, Supplier<WireResponse> calling) {
        try {
            return calling.get();
        } catch (RuntimeException | StackOverflowError problem) {
            return target.rejection(problem, id);
        }
    }

    private WireResponse call(Target target, WireRequest request, IncomingBody body, RequestId id) {
        Caller caller = authenticator.authenticate(target, request);
        Service.Call<?, ?> streaming = streaming(target);
        if (streaming != null) {
            WireRequest head = asked(target, Signed.withoutFraming(request));
            PayloadStream payload = caller.stream(request, body.stream(), body.length());
            Callee callee = new Callee(streaming, payload);
            return respond(target, head, caller.context(head, id), callee);
        }
        int limit = target.service().bodyBytes();
        caller.verify(body.receive(caller.isAnonymous() ? Math.min(limit, UNSIGNED_BYTES) : limit));
        WireRequest whole = plain(target, caller.unframed(request.with(body.accepted())));
        Target meant = target.known() ? target : services.find(whole).orElse(target);
        Callee callee = new Callee(implementation(meant, operation(meant)), null);
        return respond(meant, asked(meant, whole), caller.context(whole, id), callee);
    }

    /** What S3 gets compressed it keeps so. */
    private static WireRequest plain(Target target, WireRequest request) {
        return target.isS3()
                ? request
                : CompressedBody.read(request)
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                "SerializationException",
                                                400,
                                                "Unable to decompress the request body"));
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
        return call(new Callee(call, null), known.context(RequestId.next()), input).head();
    }

    /**
     * Decides about an operation that is elsewhere, as if it were here.
     *
     * @throws ServiceException the rejection
     */
    public void authorize(KnownCaller known, OperationModel operation, Structure input) {
        authorizer.authorize(known.context(RequestId.next()), operation, input);
    }

    /**
     * Decides about a request that goes elsewhere as it is: about everything that it may be taken
     * to ask for.
     *
     * @param service the signing name of the service
     * @throws ServiceException the rejection
     */
    public void authorize(KnownCaller known, String service, WireRequest request) {
        RequestContext context = known.context(RequestId.next());
        List<Identified> asked = foreign.identify(service, request);
        if (asked.isEmpty()) {
            authorizer.authorize(context, ForeignServices.action(service, request));
        }
        for (Identified each : asked) {
            switch (each) {
                case Identified.Known(var protocol, var operation) ->
                        authorizer.authorize(
                                context,
                                operation,
                                ForeignServices.input(protocol, operation, request));
                case Identified.Unknown _ -> authorizer.authorize(context, service + ":*");
            }
        }
    }

    private WireResponse call(Target target, KnownCaller known, WireRequest request, RequestId id) {
        Callee callee = new Callee(implementation(target, operation(target)), null);
        return respond(target, asked(target, request), known.context(request, id), callee);
    }

    /**
     * What takes the body as it comes; null for what takes it whole.
     *
     * @throws ServiceException when it is known without the body that nothing serves it
     */
    private static Service.@Nullable Call<?, ?> streaming(Target target) {
        if (!target.known() && target.service().readsForms()) {
            return null;
        }
        Service.Call<?, ?> call = implementation(target, operation(target));
        return call.streams() ? call : null;
    }

    private WireResponse respond(
            Target target, WireRequest asked, RequestContext context, Callee callee) {
        OperationModel operation = operation(target);
        Structure input = target.protocol().decode(operation, asked);
        GivenTags.requireNoneOfTheSystem(input);
        Service.Output output = call(callee, context, input);
        WireResponse response =
                target.protocol().encode(operation, output.head(), context.requestId());
        Body events = output.events();
        return events == null ? response : response.with(EventMessages.CONTENT_TYPE, events);
    }

    /** What is called, and the payload that it takes as it comes, if it does. */
    private record Callee(Service.Call<?, ?> call, @Nullable PayloadStream payload) {
        Service.Output respond(RequestContext context, Structure input) {
            return payload == null
                    ? call.respond(context, input)
                    : call.respond(context, input, payload);
        }
    }

    /** What every call goes through, wherever it came from. */
    private Service.Output call(Callee callee, RequestContext context, Structure input) {
        OperationModel operation = callee.call().operation().model();
        InputValidation.check(operation, input);
        authorizer.authorize(context, operation, GivenTags.withoutThoseOfTheSystem(input));
        return callee.respond(context, input);
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
        ServiceModel service = target.service().model();
        ServiceException plain = target.protocol().unknownOperation(service, operation);
        return Reasons.of(service.name(), operation)
                .map(
                        why ->
                                new ServiceException(
                                        plain.code(), plain.status(), plain.text() + ": " + why))
                .orElse(plain);
    }

    private static WireRequest asked(Target target, WireRequest request) {
        return target.isS3() ? Buckets.inPath(request, target.address()) : request;
    }
}
