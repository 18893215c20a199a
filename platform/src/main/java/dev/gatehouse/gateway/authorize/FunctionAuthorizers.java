package dev.gatehouse.gateway.authorize;

import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.authorize.AuthorizerException.Reason;
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

/** Asks the functions of Lambda authorizers, as seldom as their cache allows. */
final class FunctionAuthorizers {
    /** As long as AWS waits for an authorizer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FunctionCalls functions;
    private final DecisionCache cache;

    FunctionAuthorizers(FunctionCalls functions, Clock clock) {
        this.functions = functions;
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
        Future<AuthorizerResponse> response;
        if (identity == null || !isValid(question.authorizer(), identity)) {
            response = Future.failedFuture(new AuthorizerException(Reason.UNAUTHORIZED));
        } else if (ttlSeconds == 0 || identity.isEmpty()) {
            response = call(question, identity);
        } else {
            response = cache.get(question.key(), ttlSeconds, () -> call(question, identity));
        }
        return question.log() == null
                ? response
                : response.onSuccess(said -> AuthorizerLog.completed(question, said))
                        .onFailure(cause -> AuthorizerLog.failed(question, cause));
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
        return functions
                .invoke(callee, InvocationType.REQUEST_RESPONSE, event, trace)
                .onFailure(cause -> EndpointLog.failed(question.log(), callee, cause))
                .onSuccess(result -> AuthorizerLog.received(question, result))
                .recover(
                        uncallable ->
                                Future.failedFuture(
                                        new AuthorizerException(
                                                Reason.MISCONFIGURED, uncallable.getMessage())))
                .map(result -> AuthorizerResponses.read(result, authorizer.form()));
    }
}
