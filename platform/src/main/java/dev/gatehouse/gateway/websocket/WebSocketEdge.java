package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.integrate.websocket.WebSocketIntegrations;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.WebSocketPlan;
import dev.gatehouse.gateway.plan.WebSocketStage;
import dev.gatehouse.gateway.plan.host.Destination;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.usage.Admission;
import dev.gatehouse.http.WebSockets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.exchange.Exchanges;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The data plane of WebSocket APIs: takes their requests, and keeps their connections. */
public final class WebSocketEdge {
    private final Steps steps;
    private final Exchanges exchanges;
    private final Chronicle chronicle;
    private final Connections connections;
    private final MessagePipeline messages;
    private final ConnectionLimits limits;
    private final Clock clock;

    /** What requests and messages go through. */
    public record Steps(
            Authorizers authorizers,
            Admission admission,
            Throttles throttles,
            WebSocketIntegrations integrations) {}

    private record Connecting(AccountId account, Region region) {}

    public WebSocketEdge(
            PlanTable plans,
            Steps steps,
            Exchanges exchanges,
            Chronicle chronicle,
            ConnectionLimits limits,
            Clock clock) {
        this.steps = steps;
        this.exchanges = exchanges;
        this.chronicle = chronicle;
        this.limits = limits;
        this.clock = clock;
        this.connections = new Connections(limits, clock);
        this.messages =
                new MessagePipeline(
                        plans, connections, steps.admission(), steps.integrations(), chronicle);
    }

    /**
     * A request as it was addressed.
     *
     * @param stage null where there is none of the name
     * @param rest what follows the stage in the path
     */
    record Addressed(
            Destination.Api destination,
            @Nullable WebSocketStage stage,
            String stageName,
            String rest,
            boolean bySandbox) {
        static Addressed of(Destination.Api api, WebSocketPlan plan, boolean bySandbox) {
            StagePath path = api.placement().staged();
            return new Addressed(
                    api, plan.stages().get(path.stage()), path.stage(), path.rest(), bySandbox);
        }

        ApiAddress api() {
            return destination.plan().address();
        }

        String path() {
            return destination.placement().path();
        }

        /**
         * The host that functions are told, who call it back: one that leads here also from their
         * sandboxes.
         */
        String domainName() {
            return destination.placement().stage() == null
                    ? api().domainName()
                    : destination.domainName();
        }
    }

    /** Looks after the connections from now on. */
    public void watch(Vertx vertx) {
        connections.watch(vertx);
    }

    /** Takes a request to a WebSocket API; on its event loop. */
    public void serve(
            HttpServerRequest request, Destination.Api api, WebSocketPlan plan, boolean bySandbox) {
        Addressed addressed = Addressed.of(api, plan, bySandbox);
        if (ManageEndpoint.serves(addressed.rest())) {
            exchanges.serve(request, new ManageEndpoint(this, addressed));
        } else if (WebSockets.asks(request) && isRoot(addressed.rest())) {
            // Whoever reads on takes what follows for more of HTTP.
            request.pause();
            exchanges.serve(request, new ConnectEndpoint(this, addressed, request));
        } else {
            exchanges.respond(request, GatewayResponses.plain(Rejection.forbidden()));
        }
    }

    private static boolean isRoot(String rest) {
        return rest.isEmpty() || rest.equals("/");
    }

    /** Ends all connections; complete when those who are to know were told of it. */
    public Future<Void> close(Vertx vertx) {
        return connections.closeAll(vertx);
    }

    /**
     * Admits one more connection.
     *
     * @throws Rejection more than the account may make
     */
    void admitConnection(ApiAddress api, RequestRecord record) {
        Connecting account = new Connecting(api.account(), api.region());
        if (!steps.throttles().admits(account, limits.connecting())) {
            record.throttled("account");
            throw Rejection.throttled();
        }
    }

    /**
     * Admits a call of {@code @connections}.
     *
     * @throws Rejection more than the account may make
     */
    void admitCallback(ApiAddress api, RequestRecord record) {
        if (!steps.throttles().admitsAccount(api)) {
            record.throttled("account");
            throw Rejection.throttled();
        }
    }

    /** A client is connected. */
    void opened(Connection connection) {
        connections.add(connection);
        connection.open(messages);
    }

    Authorizers authorizers() {
        return steps.authorizers();
    }

    Admission admission() {
        return steps.admission();
    }

    WebSocketIntegrations integrations() {
        return steps.integrations();
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Connections connections() {
        return connections;
    }

    Clock clock() {
        return clock;
    }
}
