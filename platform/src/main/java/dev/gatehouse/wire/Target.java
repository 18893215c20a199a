package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.StoreUnavailableException;
import dev.gatehouse.wire.message.WireResponse;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which service a request addresses, and what it asks of it.
 *
 * @param service the service
 * @param identified the operation, or that there is none
 * @param address what the host name says
 */
record Target(Service service, Identified identified, HostAddress address) {
    private static final Logger LOG = LoggerFactory.getLogger(Target.class);

    Protocol protocol() {
        return identified.protocol();
    }

    /** The scope the request's signature must have. */
    Expected expected() {
        Region region = address.region();
        return new Expected(service.model().signingName(), region == null ? null : region.name());
    }

    boolean isS3() {
        return service.model().name().equals("s3");
    }

    boolean known() {
        return identified instanceof Identified.Known;
    }

    /** Whether the model says that the operation is called without credentials. */
    boolean unsigned() {
        return identified instanceof Identified.Known(_, OperationModel operation)
                && operation.unsigned();
    }

    /** The operation's name, as the request has it. */
    String operation() {
        return switch (identified) {
            case Identified.Known(_, OperationModel operation) -> operation.name();
            case Identified.Unknown(_, String name) -> name;
        };
    }

    /**
     * What a call is responded that came to nothing; faults are logged, and nothing told of them.
     */
    WireResponse rejection(Throwable problem, RequestId id) {
        ErrorFamily family = ErrorFamily.of(protocol());
        ServiceException rejection =
                switch (problem) {
                    case SignatureException wrong -> SignatureErrors.of(this, wrong);
                    case BodyRejectedException rejected -> family.of(rejected.reason(), this);
                    case ServiceException own -> {
                        LOG.debug("{} {}: {} {}", id, this, own.code(), own.text());
                        yield own;
                    }
                    case StoreUnavailableException away -> {
                        LOG.warn("{} {}: {}", id, this, away.getMessage());
                        yield family.unavailable(String.valueOf(away.getMessage()));
                    }
                    default -> {
                        LOG.error("{} {} failed", id, this, problem);
                        yield family.fault();
                    }
                };
        return protocol().encodeError(service.model(), rejection, id);
    }

    /** {@code service:Operation}, for logs. */
    @Override
    public String toString() {
        return switch (identified) {
            case Identified.Known(_, OperationModel operation) -> operation.toString();
            case Identified.Unknown(_, String name) -> service.model() + ":" + name;
        };
    }
}
