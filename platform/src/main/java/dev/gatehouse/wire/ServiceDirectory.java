package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.DevelopmentServices;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.protocol.Identified;
import dev.gatehouse.wire.protocol.Operations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The services of a node, and how a request says which of them it means. */
public final class ServiceDirectory {
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> endpointPrefixes = new HashSet<>();

    private final List<ReadyPath> ready = new ArrayList<>();

    /** A path of an operation, before its first label and behind its last. */
    private record ReadyPath(String method, String before, String behind) {
        static ReadyPath of(OperationModel operation) {
            String uri = operation.http().uri();
            int label = uri.indexOf('{');
            return new ReadyPath(
                    operation.http().method(),
                    label < 0 ? uri : uri.substring(0, label),
                    uri.substring(uri.lastIndexOf('}') + 1));
        }

        boolean matches(WireRequest request) {
            return request.rawPath().startsWith(before)
                    && request.rawPath().endsWith(behind)
                    && request.method().equals(method);
        }
    }

    private record Entry(Service service, Operations operations) {
        ServiceModel model() {
            return service.model();
        }
    }

    public ServiceDirectory(Collection<Service> services) {
        for (Service service : services) {
            entries.add(new Entry(service, Operations.of(service.model())));
            service.ready().map(ReadyPath::of).forEach(ready::add);
            endpointPrefixes.add(service.model().names().endpointPrefix());
        }
    }

    /**
     * Finds the service a request means: by a host name that names one, by the scope of its
     * signature, by {@code X-Amz-Target}, else the one that has such a path or action. Services
     * that share a name, as the two of API Gateway do, are told apart by their operations.
     */
    Optional<Target> find(WireRequest request) {
        HostAddress address = address(request);
        if (address.service() != null) {
            return named(request, address);
        }
        CredentialScope scope = Verifier.claimedScope(Signed.request(request));
        if (scope != null) {
            return signed(request, scope, address);
        }
        String prefix = targetPrefix(request);
        if (prefix != null) {
            return among(request, address, model -> prefix.equals(model.wire().targetPrefix()));
        }
        return among(request, address, _ -> true).filter(Target::known);
    }

    /**
     * The same of a request whose signature was read.
     *
     * @param scope what the signature claims to be for
     */
    Optional<Target> find(WireRequest request, CredentialScope scope) {
        HostAddress address = address(request);
        return address.service() == null
                ? signed(request, scope, address)
                : named(request, address);
    }

    private HostAddress address(WireRequest request) {
        String host = request.headers().first("host");
        return HostAddress.of(host == null ? "" : host, endpointPrefixes);
    }

    private Optional<Target> named(WireRequest request, HostAddress address) {
        return among(
                request,
                address,
                model -> model.names().endpointPrefix().equals(address.service()));
    }

    private Optional<Target> signed(
            WireRequest request, CredentialScope scope, HostAddress address) {
        return among(request, address, model -> model.signingName().equals(scope.service()));
    }

    /** Whether a request may be for an operation that does not block; false is certain. */
    boolean mayBeReady(WireRequest request) {
        for (ReadyPath path : ready) {
            if (path.matches(request)) {
                return true;
            }
        }
        return false;
    }

    /** What a request asks of the service that a caller in this process named. */
    Optional<Target> find(String signingName, WireRequest request) {
        HostAddress nowhere = HostAddress.of("", endpointPrefixes);
        return among(request, nowhere, model -> model.signingName().equals(signingName));
    }

    /** What implements an operation. */
    Optional<Service.Call<?, ?>> withOperation(OperationModel operation) {
        return entries.stream()
                .filter(entry -> entry.model().name().equals(operation.service().name()))
                .findFirst()
                .map(entry -> entry.service().call(operation.name()));
    }

    /** The error of an operation that this node does not have: where it might be had. */
    ServiceException missing(OperationModel operation) {
        String signed = operation.service().signingName();
        boolean own =
                entries.stream().anyMatch(entry -> entry.model().signingName().equals(signed));
        String text =
                own && !signed.equals("s3")
                        ? "The operation %s is not implemented"
                        : "The operation %s is not implemented by this node: "
                                + DevelopmentServices.hint(signed);
        return new ServiceException("NotImplemented", 501, text.formatted(operation));
    }

    /** The first of some services that knows what is asked; failing that the first of them. */
    private Optional<Target> among(
            WireRequest request, HostAddress address, Predicate<ServiceModel> candidates) {
        Target first = null;
        for (Entry entry : entries) {
            if (candidates.test(entry.model())) {
                WireRequest asked = addressed(entry, request, address);
                Identified identified = entry.operations().identify(asked);
                Target target = new Target(entry.service(), identified, address);
                if (target.known()) {
                    return Optional.of(target);
                }
                first = first == null ? target : first;
            }
        }
        return Optional.ofNullable(first);
    }

    private static WireRequest addressed(Entry entry, WireRequest request, HostAddress address) {
        return entry.model().name().equals("s3") ? Buckets.inPath(request, address) : request;
    }

    private static @Nullable String targetPrefix(WireRequest request) {
        String target = request.headers().first("x-amz-target");
        int dot = target == null ? -1 : target.lastIndexOf('.');
        return target == null || dot < 0 ? null : target.substring(0, dot);
    }
}
