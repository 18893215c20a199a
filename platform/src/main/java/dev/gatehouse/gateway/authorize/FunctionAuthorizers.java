package dev.gatehouse.gateway.authorize;

import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.authorize.AuthorizerException.Reason;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.kernel.BoundedPattern;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
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
        List<String> identity = question.identity();
        if (identity == null || !isValid(question.authorizer(), identity)) {
            return Future.failedFuture(new AuthorizerException(Reason.UNAUTHORIZED));
        }
        return question.authorizer().ttlSeconds() == 0 || identity.isEmpty()
                ? call(question, identity)
                : cache.get(
                        question.key(),
                        question.authorizer().ttlSeconds(),
                        () -> call(question, identity));
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
        return functions
                .invoke(
                        callee,
                        InvocationType.REQUEST_RESPONSE,
                        question.event().apply(identity),
                        TraceHeader.complete(question.request().ids().trace()))
                .recover(
                        uncallable ->
                                Future.failedFuture(
                                        new AuthorizerException(
                                                Reason.MISCONFIGURED, uncallable.getMessage())))
                .map(result -> AuthorizerResponses.read(result, authorizer.form()));
    }
}
