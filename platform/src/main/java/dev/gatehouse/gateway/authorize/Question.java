package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.EventV1;
import dev.gatehouse.proxy.EventV2;
import dev.gatehouse.proxy.EventWebSocket;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an authorizer's function is asked about a request.
 *
 * @param stage the stage, by what tells it from itself before its cache was flushed
 * @param identity the values of the identity sources; null when one is missing
 * @param event makes the event for the function
 * @param trail hears what comes of it; null where none is kept
 */
record Question(
        FunctionAuthorizer authorizer,
        ApiAddress address,
        String stage,
        Map<String, String> stageVariables,
        ClientRequest request,
        @Nullable List<String> identity,
        Function<List<String>, Buffer> event,
        @Nullable CallTrail trail) {

    /**
     * @param context more of the request's context, or otherwise: that of a test
     */
    static Question of(
            RestApiCall call,
            FunctionAuthorizer authorizer,
            String arn,
            Map<String, String> context) {
        List<String> identity =
                IdentityValues.of(
                        authorizer.identity(),
                        call.request(),
                        call.stage().variables(),
                        name ->
                                context.containsKey(name)
                                        ? context.get(name)
                                        : CallContext.find(call, name));
        return new Question(
                authorizer,
                call.plan().address(),
                call.stage().name() + '/' + call.stage().cache(),
                call.stage().variables(),
                call.request(),
                identity,
                values ->
                        authorizer.form() == FunctionAuthorizer.Form.TOKEN
                                ? EventV1.token(arn, values.getFirst())
                                : EventV1.restAuthorizer(call.request(), call.routed(), arn),
                call.trail());
    }

    static Question of(HttpApiCall call, FunctionAuthorizer authorizer, String arn) {
        List<String> identity =
                IdentityValues.of(
                        authorizer.identity(),
                        call.request(),
                        call.stage().variables(),
                        name -> context(call, name));
        return new Question(
                authorizer,
                call.plan().address(),
                call.stage().name() + '/' + call.stage().cache(),
                call.stage().variables(),
                call.request(),
                identity,
                values ->
                        authorizer.form() == FunctionAuthorizer.Form.V1
                                ? EventV1.httpAuthorizer(call.request(), call.routed(), arn, values)
                                : EventV2.authorizer(call.request(), call.routed(), arn, values),
                call.trail());
    }

    static Question of(WebSocketCall call, ClientRequest request, FunctionAuthorizer authorizer) {
        List<String> identity =
                IdentityValues.of(
                        authorizer.identity(),
                        request,
                        call.stage().variables(),
                        name -> call.variables().find(name));
        return new Question(
                authorizer,
                call.address(),
                call.stage().name() + '/' + call.stage().cache(),
                call.stage().variables(),
                request,
                identity,
                _ -> EventWebSocket.authorizer(request, call.routed(), call.sourceArn()),
                call.trail());
    }

    private static @Nullable Object context(HttpApiCall call, String name) {
        return switch (name) {
            case "routeKey" -> call.route().routeKey();
            case "httpMethod" -> call.request().method();
            case "path" -> call.path();
            case "stage" -> call.stage().name();
            case "apiId" -> call.plan().address().apiId();
            case "accountId" -> call.plan().address().account().value();
            case "domainName" -> call.request().arrival().domainName();
            case "domainPrefix" -> call.request().arrival().domainPrefix();
            case "protocol" -> call.request().line().protocol();
            case "requestId", "extendedRequestId" -> call.request().ids().extendedRequestId();
            case "identity.sourceIp" -> call.request().arrival().sourceIp();
            case "identity.userAgent" -> call.request().header("User-Agent");
            default -> null;
        };
    }

    /** What is told of the request's execution; null for nothing. */
    @Nullable ExecutionLog log() {
        return trail == null ? null : trail.execution();
    }

    /** What two requests have in common that the function is asked once about. */
    DecisionCache.Key key() {
        return new DecisionCache.Key(
                address.apiId(),
                stage,
                List.of(
                        authorizer.id(),
                        authorizer.form().name(),
                        authorizer.function().toString(),
                        String.valueOf(authorizer.credentials())),
                Objects.requireNonNull(identity));
    }
}
