package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.message.WireRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds which operation of a service a request asks for, and in which of its protocols. */
public final class Operations {
    private final ServiceModel service;

    /** Made when first asked for; two threads that ask at once make the same. */
    private volatile @Nullable RestRouter router;

    private Operations(ServiceModel service) {
        this.service = service;
    }

    public static Operations of(ServiceModel service) {
        return new Operations(service);
    }

    /** Whether a request may bring a form, which names its operation in the body. */
    public static boolean isForm(WireRequest request) {
        String type = request.headers().first("Content-Type");
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    /** The first protocol of the service whose marks the request bears decides. */
    public Identified identify(WireRequest request) {
        for (ProtocolName protocol : service.wire().protocols()) {
            Identified found = identify(protocol, request);
            if (found != null) {
                return found;
            }
        }
        ProtocolName preferred = preferred(request);
        return new Identified.Unknown(
                Protocol.of(preferred), request.method() + " " + request.rawPath());
    }

    /** A form whose body was not read yet is of the protocol that has forms. */
    private ProtocolName preferred(WireRequest request) {
        List<ProtocolName> protocols = service.wire().protocols();
        return isForm(request) && protocols.contains(ProtocolName.AWS_QUERY)
                ? ProtocolName.AWS_QUERY
                : protocols.getFirst();
    }

    /**
     * Everything that a request may be taken to ask for: what bears the marks of two is both, also
     * where the query names another action than the form. Older forms count too that a service
     * still reads, though its model does not name them any more. A form that services read in
     * different ways may ask for anything: then something unknown is among it.
     */
    public List<Identified> identifyAll(WireRequest request) {
        Set<Identified> all = new LinkedHashSet<>();
        for (ProtocolName protocol : service.wire().protocols()) {
            Identified found = identify(protocol, request);
            if (found != null) {
                all.add(found);
            }
        }
        addQueried(all, request);
        return all.isEmpty() ? List.of(identify(request)) : List.copyOf(all);
    }

    private void addQueried(Set<Identified> all, WireRequest request) {
        boolean takesForms =
                service.wire().targetPrefix() != null
                        || service.wire().protocols().contains(ProtocolName.AWS_QUERY);
        List<String> forms = takesForms ? List.of(AwsQueryProtocol.form(request)) : List.of();
        boolean anything;
        try {
            for (String name : AwsQueryProtocol.actions(request.rawQuery(), forms)) {
                all.add(Objects.requireNonNull(named(ProtocolName.AWS_QUERY, name)));
            }
            anything = takesForms && AwsQueryProtocol.isAmbiguous(request);
        } catch (MalformedException tooMany) {
            anything = true;
        }
        if (anything) {
            all.add(
                    new Identified.Unknown(
                            Protocol.of(ProtocolName.AWS_QUERY),
                            request.method() + " " + request.rawPath()));
        }
    }

    private @Nullable Identified identify(ProtocolName protocol, WireRequest request) {
        return switch (protocol) {
            case REST_JSON_1, REST_XML -> byRoute(protocol, request);
            case AWS_JSON_1_0, AWS_JSON_1_1 -> named(protocol, target(request));
            case AWS_QUERY -> named(protocol, action(request));
            case RPC_V2_CBOR -> named(protocol, cborOperation(request));
        };
    }

    private @Nullable Identified byRoute(ProtocolName protocol, WireRequest request) {
        OperationModel operation = router().find(request);
        return operation == null ? null : new Identified.Known(Protocol.of(protocol), operation);
    }

    private RestRouter router() {
        RestRouter made = router;
        if (made == null) {
            made = new RestRouter(service);
            router = made;
        }
        return made;
    }

    private @Nullable Identified named(ProtocolName protocol, @Nullable String name) {
        if (name == null) {
            return null;
        }
        OperationModel operation = service.operation(name);
        return operation == null
                ? new Identified.Unknown(Protocol.of(protocol), name)
                : new Identified.Known(Protocol.of(protocol), operation);
    }

    private static @Nullable String target(WireRequest request) {
        String target = request.headers().first("X-Amz-Target");
        return target == null ? null : target.substring(target.lastIndexOf('.') + 1);
    }

    private static @Nullable String action(WireRequest request) {
        String inQuery = UrlText.first("Action", request.rawQuery());
        return inQuery == null ? UrlText.first("Action", AwsQueryProtocol.form(request)) : inQuery;
    }

    /** The path is {@code /service/{Service}/operation/{Operation}}. */
    private static @Nullable String cborOperation(WireRequest request) {
        String[] parts = request.rawPath().split("/", -1);
        boolean form =
                parts.length >= 5
                        && parts[parts.length - 4].equals("service")
                        && parts[parts.length - 2].equals("operation");
        return form ? parts[parts.length - 1] : null;
    }
}
