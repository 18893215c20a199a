package dev.gatehouse.client;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.KnownCaller;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.util.function.Supplier;

/**
 * This node's own services, called without a socket, through the same validation and authorization
 * as a call from outside.
 */
public final class NodeServices {
    private static final String LOOPBACK = "127.0.0.1";

    private final Supplier<ControlPlane> plane;
    private final Supplier<String> authority;

    /**
     * @param plane what serves; asked for at each call, since services that call others are there
     *     before it is
     * @param authority the host and port under which clients know the node, for URLs in outputs;
     *     asked for at each call, since a port may be chosen late
     */
    public NodeServices(Supplier<ControlPlane> plane, Supplier<String> authority) {
        this.plane = plane;
        this.authority = authority;
    }

    Structure call(CallerIdentity identity, OperationModel operation, Structure input) {
        return plane.get().call(known(identity), operation, input);
    }

    /** Rejects an operation elsewhere that the identity may not call. */
    void authorize(CallerIdentity identity, OperationModel operation, Structure input) {
        plane.get().authorize(known(identity), operation, input);
    }

    /**
     * Rejects a request that goes elsewhere, as it is, unless the identity may call all it asks.
     */
    void authorize(CallerIdentity identity, String service, AwsRequest request) {
        plane.get().authorize(known(identity), service, wire(request));
    }

    AwsResponse send(CallerIdentity identity, String service, AwsRequest request) {
        AwsRequest addressed = request.withDefault("host", authority.get());
        WireResponse response = plane.get().respond(known(identity), service, wire(addressed));
        return new AwsResponse(response.status(), response.headers(), response.body().open());
    }

    private static WireRequest wire(AwsRequest request) {
        return new WireRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                LOOPBACK);
    }

    private KnownCaller known(CallerIdentity identity) {
        return new KnownCaller(
                identity.principal(), identity.region(), authority.get(), LOOPBACK, identity.via());
    }
}
