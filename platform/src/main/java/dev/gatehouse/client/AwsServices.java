package dev.gatehouse.client;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.client.http.CallLimits;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.client.http.Retries;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.http.Body;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.format.Structures;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The AWS services as this node reaches them: a service with an endpoint of its own there, every
 * other in this process.
 */
public final class AwsServices implements AutoCloseable {
    /**
     * Of requests that clients made: as long as the longest takes, a synchronous execution of a
     * state machine, and as many as wait for messages. They take no connection from the node.
     */
    private static final CallLimits OF_CLIENTS =
            new CallLimits(
                    CallLimits.DEFAULT.connect(),
                    Duration.ofSeconds(310),
                    1_000,
                    CallLimits.DEFAULT.responseBytes());

    private final NodeServices own;
    private final Endpoints endpoints;
    private final AccessKey key;
    private final Clock clock;
    private final SigningKeys signingKeys = new SigningKeys();
    private final Map<String, Neighbour> neighbours = new ConcurrentHashMap<>();
    private final Map<String, Neighbour> forClients = new ConcurrentHashMap<>();

    private record Neighbour(Connections connections, Retries retries) {}

    /**
     * @param own this node's services
     * @param endpoints where services are that others run
     * @param key signs what leaves the node, in the caller's name; so whether it may is decided
     *     here, before
     */
    public AwsServices(NodeServices own, Endpoints endpoints, AccessKey key, Clock clock) {
        this.own = own;
        this.endpoints = endpoints;
        this.key = key;
        this.clock = clock;
    }

    /** A client that acts in a name. Costs nothing to make. */
    public AwsClient as(CallerIdentity identity) {
        return new Acting(identity);
    }

    /** Whether a service has an endpoint of its own. */
    public boolean isElsewhere(String signingName) {
        return endpoints.has(signingName);
    }

    /**
     * Rejects a call that the policies deny, and makes none.
     *
     * @throws dev.gatehouse.kernel.ServiceException as the call would
     */
    public void authorize(
            CallerIdentity identity, String service, String operation, Map<String, ?> input) {
        OperationModel model = AwsClient.operation(service, operation);
        own.authorize(identity, model, Structures.fromMap(model.input(), input));
    }

    /**
     * Rejects a request that would go elsewhere as it is and that the policies deny; sends none.
     *
     * @throws dev.gatehouse.kernel.ServiceException as the request would
     */
    public void authorize(CallerIdentity identity, String service, AwsRequest request) {
        own.authorize(identity, service, request);
    }

    private @Nullable AwsClient elsewhere(String signingName, CallerIdentity identity) {
        URI endpoint = endpoints.of(signingName);
        return endpoint == null
                ? null
                : client(
                        neighbours.computeIfAbsent(
                                signingName, _ -> neighbour(endpoint, CallLimits.DEFAULT)),
                        signingName,
                        identity.account(),
                        identity.region());
    }

    private AwsClient client(
            Neighbour neighbour, String signingName, AccountId account, Region region) {
        return new EndpointClient(
                neighbour.connections,
                neighbour.retries,
                new Signing(key, region, signingKeys, clock),
                endpoints.naming(signingName, account));
    }

    /** Sends a request whose caller is allowed to make it, which was decided elsewhere. */
    public AwsResponse forward(
            AccountId account, Region region, String service, AwsRequest request) {
        URI endpoint = Objects.requireNonNull(endpoints.of(service));
        Neighbour neighbour =
                forClients.computeIfAbsent(service, _ -> neighbour(endpoint, OF_CLIENTS));
        return client(neighbour, service, account, region).send(service, request);
    }

    private static Neighbour neighbour(URI endpoint, CallLimits limits) {
        return new Neighbour(new Connections(endpoint, limits), Retries.standard());
    }

    @Override
    public void close() {
        neighbours.values().forEach(neighbour -> neighbour.connections.close());
        forClients.values().forEach(neighbour -> neighbour.connections.close());
    }

    private final class Acting implements AwsClient {
        private final CallerIdentity identity;

        Acting(CallerIdentity identity) {
            this.identity = identity;
        }

        /**
         * A caller who may not call an operation here may not by the node's key elsewhere either.
         */
        @Override
        public Structure call(OperationModel operation, Structure input) {
            AwsClient there = elsewhere(operation.service().signingName(), identity);
            if (there == null) {
                return own.call(identity, operation, input);
            }
            own.authorize(identity, operation, input);
            return there.call(operation, input);
        }

        @Override
        public InputStream payload(OperationModel operation, Structure input) {
            AwsClient there = elsewhere(operation.service().signingName(), identity);
            if (there != null) {
                own.authorize(identity, operation, input);
                return there.payload(operation, input);
            }
            Structure output = own.call(identity, operation, input);
            Member member = Objects.requireNonNull(output.shape().payload());
            Object payload = output.value(member.index());
            return switch (payload) {
                case Body body -> body.open();
                case byte[] bytes -> new ByteArrayInputStream(bytes);
                case null, default -> InputStream.nullInputStream();
            };
        }

        @Override
        public AwsResponse send(String service, AwsRequest request) {
            AwsClient there = elsewhere(service, identity);
            if (there == null) {
                return own.send(identity, service, request);
            }
            own.authorize(identity, service, request);
            return there.send(service, request);
        }
    }
}
