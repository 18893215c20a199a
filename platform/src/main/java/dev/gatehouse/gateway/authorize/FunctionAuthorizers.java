package dev.gatehouse.gateway.authorize;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.authorize.AuthorizerException.Reason;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.integrate.EndpointLog;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.kernel.BoundedPattern;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the functions of Lambda authorizers, as seldom as their cache allows. */
final class FunctionAuthorizers {
    /** As long as AWS waits for an authorizer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FunctionCalls functions;
    private final DecisionCache cache;
    private final Clock clock;

    FunctionAuthorizers(FunctionCalls functions, Clock clock) {
        this.functions = functions;
        this.clock = clock;
        this.cache = new DecisionCache(clock);
    }

    /** What the function says of a caller. Fails with an {@link AuthorizerException}. */
    Future<AuthorizerResponse> ask(Question question) {
        return ask(question, question.authorizer().ttlSeconds());
    }

    /** The same, whatever it said before. */
    Future<AuthorizerResponse> askAnew(Question question) {
        return ask(question, 0);
    }

    private Future<AuthorizerResponse> ask(Question question, int ttlSeconds) {
        AuthorizerLog.started(question);
        List<String> identity = question.identity();
        Future<AuthorizerResponse> response =
                Phases.through(
                        Phases.AUTHORIZER,
                        question.trail(),
                        clock,
                        () -> said(question, identity, ttlSeconds));
        return question.log() == null
                ? response
                : response.onSuccess(said -> AuthorizerLog.completed(question, said))
                        .onFailure(cause -> AuthorizerLog.failed(question, cause));
    }

    private Future<AuthorizerResponse> said(
            Question question, @Nullable List<String> identity, int ttlSeconds) {
        if (identity == null || !isValid(question.authorizer(), identity)) {
            return Future.failedFuture(new AuthorizerException(Reason.UNAUTHORIZED));
        }
        return ttlSeconds == 0 || identity.isEmpty()
                ? call(question, identity)
                : cache.get(question.key(), ttlSeconds, () -> call(question, identity));
    }

    private static boolean isValid(FunctionAuthorizer authorizer, List<String> identity) {
        BoundedPattern validation = authorizer.validation();
        return validation == null || validation.matches(identity.getFirst());
    }

    private Future<AuthorizerResponse> call(Question question, List<String> identity) {
        FunctionAuthorizer authorizer = question.authorizer();
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                        authorizer.function().resolveArn(question.stageVariables()),
                        StageText.resolve(authorizer.credentials(), question.stageVariables()),
                        question.address().executeApiArn("authorizers/" + authorizer.id()),
                        question.address(),
                        null,
                        TIMEOUT);
        Buffer event = question.event().apply(identity);
        String trace = TraceHeader.complete(question.request().ids().trace());
        EndpointLog.sent(question.log(), callee, event, trace);
        long begun = clock.nanoTime();
        return functions
                .invoke(callee, InvocationType.REQUEST_RESPONSE, event, trace)
                .onSuccess(result -> told(question, callee, result, begun))
                .onFailure(cause -> EndpointLog.failed(question.log(), callee, cause))
                .onSuccess(result -> AuthorizerLog.received(question, result))
                .recover(
                        uncallable ->
                                Future.failedFuture(
                                        new AuthorizerException(
                                                Reason.MISCONFIGURED, uncallable.getMessage())))
                .map(result -> AuthorizerResponses.read(result, authorizer.form()));
    }

    private void told(
            Question question, FunctionCalls.Callee callee, InvocationResult result, long begun) {
        CallTrail trail = question.trail();
        if (trail != null) {
            trail.tell("authorizer.requestId", callee.requestId().value());
            trail.tell("authorizer.integrationStatus", result.status());
            trail.tell("authorizer.integrationLatency", Phases.millis(clock, begun));
        }
    }
}
