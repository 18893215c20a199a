package dev.gatehouse.gateway.plan.authorize;

import java.util.Optional;

/** Where in a request an authorizer finds what it knows a caller by. */
public sealed interface IdentitySource {

    /** A header; its name has no case. */
    record Header(String name) implements IdentitySource {}

    /** A parameter of the query. */
    record Query(String name) implements IdentitySource {}

    /** A variable of the stage. */
    record StageVariable(String name) implements IdentitySource {}

    /** A variable of the request's context. */
    record Context(String name) implements IdentitySource {}

    /**
     * Reads one as REST APIs write it, such as {@code method.request.header.Authorization}; empty
     * when it is none.
     */
    static Optional<IdentitySource> ofRest(String expression) {
        return parse(expression.strip(), "method.request.", "");
    }

    /**
     * Reads one as HTTP APIs write it, such as {@code $request.header.Authorization}; empty when it
     * is none.
     */
    static Optional<IdentitySource> ofHttp(String expression) {
        return parse(expression, "$request.", "$");
    }

    /**
     * Reads one as WebSocket APIs write it, such as {@code route.request.header.Auth}; empty when
     * it is none.
     */
    static Optional<IdentitySource> ofWebSocket(String expression) {
        return parse(expression.strip(), "route.request.", "");
    }

    private static Optional<IdentitySource> parse(
            String expression, String request, String variables) {
        return name(expression, request + "header.")
                .<IdentitySource>map(Header::new)
                .or(() -> name(expression, request + "querystring.").map(Query::new))
                .or(() -> name(expression, variables + "stageVariables.").map(StageVariable::new))
                .or(() -> name(expression, variables + "context.").map(Context::new));
    }

    private static Optional<String> name(String expression, String prefix) {
        return expression.startsWith(prefix) && expression.length() > prefix.length()
                ? Optional.of(expression.substring(prefix.length()))
                : Optional.empty();
    }
}
