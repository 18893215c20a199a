package dev.gatehouse.gateway;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.integrate.MockIntegration;
import dev.gatehouse.gateway.integrate.RestHttpProxy;
import dev.gatehouse.gateway.integrate.RestLambdaProxy;
import dev.gatehouse.gateway.plan.Authorization;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.RestIntegration;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to a REST API, from its stage to its answer. */
final class RestPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RestPipeline.class);

    private final RestLambdaProxy functions;
    private final RestHttpProxy backends;

    RestPipeline(RestLambdaProxy functions, RestHttpProxy backends) {
        this.functions = functions;
        this.backends = backends;
    }

    /** Answers a request; the future never fails. */
    Future<Response> handle(ClientRequest request, RestPlan plan) {
        StagePath path = StagePath.of(request.line().path());
        RestStage stage = plan.stages().get(path.stage());
        if (stage == null) {
            return Future.succeededFuture(
                    named(request, GatewayResponses.plain(Rejection.forbidden())));
        }
        return serve(request, plan, stage, path.rest())
                .recover(failure -> Future.succeededFuture(refused(request, plan, stage, failure)))
                .map(answer -> named(request, answer));
    }

    /**
     * The order of things. What has no line here has no type in a plan either, so no API can ask
     * for it.
     */
    private Future<Response> serve(
            ClientRequest request, RestPlan plan, RestStage stage, String path) {
        try {
            RestApiCall call = match(request, plan, stage, path);
            authorize(call);
            requireApiKey(call);
            // throttle · cached? · validate
            return integrate(call);
            // log
        } catch (Throwable failure) {
            // An Error too, such as a template's stack overflow: nobody may be left without an
            // answer.
            return Future.failedFuture(failure);
        }
    }

    private static RestApiCall match(
            ClientRequest request, RestPlan plan, RestStage stage, String path) {
        Match<RestResource> match =
                stage.deployment()
                        .routes()
                        .match(path, resource -> resource.method(request.method()) != null);
        if (match == null) {
            throw Rejection.noSuchMethod();
        }
        RestMethod method = Objects.requireNonNull(match.value().method(request.method()));
        return new RestApiCall(request, plan, stage, path, match, method);
    }

    private static void authorize(RestApiCall call) {
        switch (call.method().authorization()) {
            case Authorization.Open open -> {}
        }
    }

    /** No usage plan can be made yet, so there is no key that would open the method. */
    private static void requireApiKey(RestApiCall call) {
        if (call.method().apiKeyRequired()) {
            throw new Rejection(GatewayResponseType.INVALID_API_KEY, "Forbidden");
        }
    }

    /** Maps the request, calls the integration, maps its answer. */
    private Future<Response> integrate(RestApiCall call) {
        return switch (call.method().integration()) {
            case RestIntegration.LambdaProxy lambda -> functions.call(call, lambda);
            case RestIntegration.HttpProxy http -> backends.call(call, http);
            case RestIntegration.Mock mock ->
                    Future.succeededFuture(MockIntegration.call(call, mock));
        };
    }

    private static Response refused(
            ClientRequest request, RestPlan plan, RestStage stage, Throwable failure) {
        if (!(failure instanceof Rejection rejection)) {
            Failures.log(LOG, request.ids().requestId().value(), failure);
            return refused(request, plan, stage, Rejection.misconfigured());
        }
        return GatewayResponses.of(
                rejection,
                stage.deployment().gatewayResponses(),
                () -> CallContext.of(request, plan, stage));
    }

    private static Response named(ClientRequest request, Response answer) {
        answer.headers().set("x-amzn-RequestId", request.ids().requestId().value());
        answer.headers().set("x-amz-apigw-id", request.ids().extendedRequestId());
        return answer;
    }
}
