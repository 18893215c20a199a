package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.RequestLine;
import dev.gatehouse.wire.RequestContext;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that TestInvokeMethod or TestInvokeAuthorizer describes, with the names that AWS gives
 * such requests.
 *
 * @param pathWithQuery null for the resource's own path
 * @param values the headers by name; those of several values win
 * @param clientCertificate the id of what its backend gets to see; null for nothing
 */
record TestRequest(
        String method,
        @Nullable String pathWithQuery,
        @Nullable String body,
        @Nullable Map<String, String> headers,
        @Nullable Map<String, List<String>> values,
        @Nullable Map<String, String> stageVariables,
        @Nullable String clientCertificate) {
    /** The name by which AWS's tests know their stage, in ARNs too. */
    private static final String STAGE = "test-invoke-stage";

    private static final String SOURCE_IP = "test-invoke-source-ip";
    private static final String DOMAIN = "testPrefix.testDomainName";
    private static final int HTTPS = 443;

    /** The request as a call of a method. */
    RestApiCall of(
            RestPlan draft,
            RestDeployment deployment,
            RestResource resource,
            RestMethod restMethod,
            RequestContext context,
            ExecutionLog log,
            long millis) {
        RestStage stage =
                new RestStage(
                        STAGE,
                        Objects.requireNonNullElse(stageVariables, Map.of()),
                        null,
                        "",
                        deployment,
                        StageSettings.NONE,
                        null,
                        clientCertificate);
        RestPlan plan =
                new RestPlan(
                        draft.address(),
                        draft.name(),
                        draft.endpoint(),
                        false,
                        Map.of(STAGE, stage));
        ClientRequest request = request(resource, context, millis);
        CallTrail trail = new CallTrail(() -> CallContext.variables(request, plan, stage));
        trail.tells(log);
        String path = request.line().path();
        Match<RestResource> match = deployment.routes().match(path, _ -> true);
        return new RestApiCall(
                request,
                plan,
                stage,
                path,
                match == null ? new Match<>(resource, Map.of()) : match,
                restMethod,
                caller(context),
                trail);
    }

    private ClientRequest request(RestResource resource, RequestContext context, long millis) {
        String target = Objects.requireNonNullElse(pathWithQuery, "");
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw badRequest("Invalid path: it must begin with /");
        }
        return new ClientRequest(
                new RequestLine(
                        method,
                        path.isEmpty() ? resource.path() : path,
                        question < 0 ? null : target.substring(question + 1),
                        "HTTP/1.1"),
                headers(context),
                body == null ? Body.NONE : Body.of(Buffer.buffer(body)),
                new Arrival(
                        SOURCE_IP,
                        Arrival.Tls.UNTOLD,
                        HTTPS,
                        DOMAIN,
                        millis,
                        new Arrival.Sent(path, HostAndPort.create(DOMAIN, -1), false)),
                RequestIds.next(context.traceHeader(), millis),
                _ -> {});
    }

    private MultiMap headers(RequestContext context) {
        MultiMap all = HttpHeaders.headers();
        try {
            Objects.requireNonNullElse(headers, Map.<String, String>of()).forEach(all::set);
            Objects.requireNonNullElse(values, Map.<String, List<String>>of()).forEach(all::set);
        } catch (IllegalArgumentException unfit) {
            throw badRequest("Invalid header: " + unfit.getMessage());
        }
        String agent = context.userAgent();
        if (agent != null && !all.contains("User-Agent")) {
            all.set("User-Agent", agent);
        }
        return all;
    }

    private static Authorized caller(RequestContext context) {
        String arn = context.principal().arn();
        String id = arn.substring(arn.lastIndexOf(':') + 1);
        return Authorized.ANONYMOUS.withIdentity(
                Map.of(
                        "apiKey",
                        "test-invoke-api-key",
                        "apiKeyId",
                        "test-invoke-api-key-id",
                        "accountId",
                        context.account().value(),
                        "caller",
                        id,
                        "user",
                        id,
                        "userArn",
                        arn));
    }
}
