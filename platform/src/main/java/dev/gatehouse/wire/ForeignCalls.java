package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.blocking.IncomingBody;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import dev.gatehouse.wire.protocol.Identified;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests for services that are served beside this node: who calls is found out here, and whether
 * he may; then they go on.
 */
final class ForeignCalls {
    private final Beside beside;
    private final Authenticator authenticator;
    private final ForeignServices foreign;
    private final Judge judge;

    /** Decides about a request as it is. */
    interface Judge {
        void authorize(KnownCaller caller, String service, WireRequest request);
    }

    ForeignCalls(Beside beside, Authenticator authenticator, ForeignServices foreign, Judge judge) {
        this.beside = beside;
        this.authenticator = authenticator;
        this.foreign = foreign;
        this.judge = judge;
    }

    /** The service that a request is for; null for one that nothing beside this node serves. */
    @Nullable String service(WireRequest head) {
        CredentialScope scope = Verifier.claimedScope(Signed.request(head));
        String service = scope == null ? foreign.byTarget(head) : scope.service();
        return service != null && beside.serves(service) ? service : null;
    }

    WireResponse respond(String service, WireRequest head, IncomingBody body, RequestId id) {
        try {
            return call(service, head, body);
        } catch (SignatureException rejection) {
            return UnservedRequest.reject(
                    head, id, SignatureErrors.ofForeign(isForm(head), rejection));
        } catch (BodyRejectedException rejected) {
            return UnservedRequest.reject(
                    head,
                    id,
                    new ServiceException("RequestEntityTooLarge", 413, "Request Entity Too Large"));
        } catch (ServiceException rejection) {
            return UnservedRequest.reject(head, id, rejection);
        }
    }

    private static boolean isForm(WireRequest head) {
        String type = head.headers().first("content-type");
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    private WireResponse call(String service, WireRequest head, IncomingBody body) {
        if (isOpen(service, head)) {
            body.receive(ControlPlane.UNSIGNED_BYTES);
            WireRequest whole = head.with(body.accepted());
            // The body may ask for something else.
            if (isOpen(service, whole)) {
                return send(authenticator.anonymous(head), service, whole);
            }
        }
        Caller caller = authenticator.authenticate(service, head);
        caller.verify(body.receive());
        WireRequest whole = caller.unframed(head.with(body.accepted()));
        String host = head.headers().first("host");
        judge.authorize(
                new KnownCaller(
                        caller.principal(),
                        caller.region(),
                        host == null ? "localhost" : host,
                        head.sourceIp(),
                        List.of()),
                service,
                whole);
        return send(caller, service, whole);
    }

    private WireResponse send(Caller caller, String service, WireRequest request) {
        return beside.send(caller.principal().account(), caller.region(), service, request);
    }

    /** Whether all that it may be taken to ask for is called without credentials. */
    private boolean isOpen(String service, WireRequest head) {
        var asked = foreign.identify(service, head);
        return !asked.isEmpty()
                && asked.stream()
                        .allMatch(
                                each ->
                                        each
                                                        instanceof
                                                        Identified.Known(
                                                                _,
                                                                OperationModel operation)
                                                && operation.unsigned());
    }
}
