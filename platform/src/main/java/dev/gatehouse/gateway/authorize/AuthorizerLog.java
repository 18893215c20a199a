package dev.gatehouse.gateway.authorize;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.LogText;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import java.util.List;
import java.util.Objects;

/** Tells execution logs of Lambda authorizers, in AWS's words. */
final class AuthorizerLog {
    private AuthorizerLog() {}

    /** The authorizer is asked, or what it said before. */
    static void started(Question question) {
        ExecutionLog log = question.log();
        if (log == null) {
            return;
        }
        FunctionAuthorizer authorizer = question.authorizer();
        log.info(
                "Starting authorizer: "
                        + authorizer.id()
                        + " for request: "
                        + question.request().ids().requestId().value());
        List<String> identity = question.identity();
        if (identity != null) {
            log.info("Incoming identity: " + identity(authorizer, identity));
        }
    }

    private static String identity(FunctionAuthorizer authorizer, List<String> identity) {
        if (authorizer.form() == FunctionAuthorizer.Form.TOKEN) {
            return LogText.masked(identity.getFirst());
        }
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < identity.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(name(authorizer.identity().get(i)))
                    .append('=')
                    .append(LogText.masked(identity.get(i)));
        }
        return text.append('}').toString();
    }

    private static String name(IdentitySource source) {
        return switch (source) {
            case IdentitySource.Header(String name) -> "method.request.header." + name;
            case IdentitySource.Query(String name) -> "method.request.querystring." + name;
            case IdentitySource.StageVariable(String name) -> "stageVariables." + name;
            case IdentitySource.Context(String name) -> "context." + name;
        };
    }

    /** The function responded. */
    static void received(Question question, InvocationResult result) {
        ExecutionLog log = question.log();
        if (log != null && log.traces()) {
            log.trace("Authorizer result body before parsing: " + LogText.body(result.payload()));
        }
    }

    /** Whoever calls is known. */
    static void completed(Question question, AuthorizerResponse response) {
        ExecutionLog log = question.log();
        if (log != null) {
            log.info(
                    "Using valid authorizer policy for principal: "
                            + LogText.masked(
                                    Objects.requireNonNullElse(response.principalId(), "")));
            log.info("Successfully completed authorizer execution");
        }
    }

    /** Nobody knows who calls. */
    static void failed(Question question, Throwable cause) {
        ExecutionLog log = question.log();
        if (log == null) {
            return;
        }
        boolean unauthorized =
                cause instanceof AuthorizerException because
                        && because.reason() == AuthorizerException.Reason.UNAUTHORIZED;
        log.failed(
                unauthorized
                        ? "Unauthorized request: " + question.request().ids().requestId().value()
                        : "Execution failed due to configuration error: " + cause.getMessage());
    }
}
