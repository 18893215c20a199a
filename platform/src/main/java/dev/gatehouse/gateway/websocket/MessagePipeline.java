package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.websocket.WebSocketIntegrations;
import dev.gatehouse.gateway.log.WebSocketLogs;
import dev.gatehouse.gateway.plan.WebSocketDeployment;
import dev.gatehouse.gateway.plan.WebSocketPlan;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.plan.WebSocketStage;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.usage.Admission;
import dev.gatehouse.observe.RequestRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens on connections that are open: messages, and their ends. */
final class MessagePipeline implements Connection.Listener {
    private static final int OK = 200;
    private static final int INTERNAL = 500;

    private final PlanTable plans;
    private final Connections connections;
    private final Admission admission;
    private final WebSocketIntegrations integrations;
    private final Chronicle chronicle;

    MessagePipeline(
            PlanTable plans,
            Connections connections,
            Admission admission,
            WebSocketIntegrations integrations,
            Chronicle chronicle) {
        this.plans = plans;
        this.connections = connections;
        this.admission = admission;
        this.integrations = integrations;
        this.chronicle = chronicle;
    }

    @Override
    public Future<?> message(Connection connection, Buffer body) {
        WebSocketStage stage = stage(connection);
        if (stage == null) {
            connection.close(CloseReason.GOING_AWAY);
            return Future.succeededFuture();
        }
        Chronicle.Entry entry = chronicle.begin(connection, "MESSAGE");
        entry.record().read(body.length());
        return serve(connection, stage, body, entry)
                .transform(
                        served ->
                                served.succeeded()
                                        ? respond(connection, served.result(), entry)
                                        : reject(connection, served.cause(), entry));
    }

    /** What goes to the client, if anything does: nothing on a route that does not respond. */
    private Future<Optional<Buffer>> serve(
            Connection connection, WebSocketStage stage, Buffer body, Chronicle.Entry entry) {
        try {
            WebSocketRoute route = MessageRoutes.select(deployment(stage), body);
            entry.record().identified(connection.authorized().caller());
            WebSocketCall.Message message = new WebSocketCall.Message(chronicle.nextId(), body);
            WebSocketCall call =
                    chronicle.follow(call(connection, stage, route, message, entry), entry);
            return integrate(call, body, entry.record())
                    .onFailure(failure -> WebSocketLogs.rejected(call.trail(), failure));
        } catch (Throwable failure) {
            // An Error too, such as a template's stack overflow.
            return Future.failedFuture(failure);
        }
    }

    /** The order of things. */
    private Future<Optional<Buffer>> integrate(
            WebSocketCall call, Buffer body, RequestRecord record) {
        try {
            admission.admit(call, record);
            MessageRoutes.requireModel(call.route().models(), body);
            return Chronicle.integrated(call, record, integrations::call)
                    .map(
                            outcome ->
                                    call.route().responds()
                                            ? Optional.of(outcome.body())
                                            : Optional.empty());
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }

    /** A response without a body is a message without a text. */
    private Future<Boolean> respond(
            Connection connection, Optional<Buffer> message, Chronicle.Entry entry) {
        int length = message.map(Buffer::length).orElse(0);
        if (length > MessageReader.MAX_BYTES) {
            return reject(connection, Rejection.badGateway(), entry);
        }
        chronicle.end(entry, OK, length);
        return message.isPresent() ? connection.send(message.get()) : Future.succeededFuture(true);
    }

    private Future<Boolean> reject(
            Connection connection, Throwable failure, Chronicle.Entry entry) {
        if (!(failure instanceof Rejection)) {
            chronicle.fault(entry, failure);
        }
        Buffer frame = ErrorFrame.of(failure, connection.facts().id(), entry.requestId());
        int status = failure instanceof Rejection rejection ? rejection.status() : INTERNAL;
        chronicle.end(entry, status, frame.length());
        return connection.send(frame);
    }

    @Override
    public void ended(Connection connection, CloseReason reason) {
        connections.remove(connection);
        try {
            tell(connection, reason);
        } finally {
            // Not before: a node that stops waits until no place is taken, and for what tells then.
            connections.release();
        }
    }

    private void tell(Connection connection, CloseReason reason) {
        WebSocketStage stage = stage(connection);
        WebSocketDeployment deployment = stage == null ? null : stage.deployment();
        WebSocketRoute route =
                deployment == null ? null : deployment.route(WebSocketRoute.DISCONNECT);
        if (stage == null || route == null) {
            return;
        }
        Chronicle.Entry entry = chronicle.begin(connection, "DISCONNECT");
        WebSocketCall.Disconnect end = new WebSocketCall.Disconnect(reason.code(), reason.text());
        WebSocketCall call = chronicle.follow(call(connection, stage, route, end, entry), entry);
        connections.telling(
                Chronicle.integrated(call, entry.record(), integrations::call)
                        .onFailure(failure -> WebSocketLogs.rejected(call.trail(), failure))
                        .onComplete(
                                outcome ->
                                        chronicle.end(
                                                entry, outcome.succeeded() ? OK : INTERNAL, 0)));
    }

    private static WebSocketCall call(
            Connection connection,
            WebSocketStage stage,
            WebSocketRoute route,
            WebSocketCall.Cause cause,
            Chronicle.Entry entry) {
        return new WebSocketCall(
                connection.home().api(),
                stage,
                route,
                connection.facts(),
                cause,
                entry.named(),
                connection.authorized(),
                null);
    }

    /** What serves a connection now: its API may have been deployed again since it connected. */
    private @Nullable WebSocketStage stage(Connection connection) {
        return plans.find(connection.home().api().apiId()) instanceof WebSocketPlan plan
                ? plan.stages().get(connection.home().stage())
                : null;
    }

    private static WebSocketDeployment deployment(WebSocketStage stage) {
        WebSocketDeployment deployment = stage.deployment();
        if (deployment == null) {
            throw Rejection.forbidden();
        }
        return deployment;
    }
}
