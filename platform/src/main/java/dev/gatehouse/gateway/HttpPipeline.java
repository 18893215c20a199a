package dev.gatehouse.gateway;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.integrate.HttpHttpProxy;
import dev.gatehouse.gateway.integrate.HttpLambdaProxy;
import dev.gatehouse.gateway.plan.Authorization;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpIntegration;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.gateway.route.PercentDecoder;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Cors;
import dev.gatehouse.proxy.CorsRules;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to an HTTP API, from its stage to its answer. */
final class HttpPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPipeline.class);

    private final HttpLambdaProxy functions;
    private final HttpHttpProxy backends;

    HttpPipeline(HttpLambdaProxy functions, HttpHttpProxy backends) {
        this.functions = functions;
        this.backends = backends;
    }

    /** Where a request goes: a stage, the whole decoded path and its part below the stage. */
    private record Target(HttpStage stage, String path, String routePath) {}

    /** Answers a request; the future never fails. */
    Future<Response> handle(ClientRequest request, HttpPlan plan) {
        String path = PercentDecoder.decodeTwice(request.line().path());
        if (path == null) {
            return Future.succeededFuture(named(request, HttpRejection.BAD_REQUEST.answer()));
        }
        Target target = target(path, plan);
        HttpDeployment deployment = target == null ? null : target.stage().deployment();
        if (target == null || deployment == null) {
            return Future.succeededFuture(named(request, HttpRejection.NOT_FOUND.answer()));
        }
        CorsRules cors = deployment.cors();
        if (cors != null && Cors.preflight(request)) {
            return Future.succeededFuture(named(request, Cors.answerPreflight(cors, request)));
        }
        return serve(request, plan, target, deployment)
                .recover(failure -> Future.succeededFuture(refused(request, failure)))
                .map(
                        answer ->
                                named(
                                        request,
                                        cors == null ? answer : Cors.apply(cors, request, answer)));
    }

    /**
     * The order of things. What has no line here has no type in a plan either, so no API can ask
     * for it.
     */
    private Future<Response> serve(
            ClientRequest request, HttpPlan plan, Target target, HttpDeployment deployment) {
        try {
            HttpApiCall call = match(request, plan, target, deployment);
            authorize(call);
            // throttle · map request
            return integrate(call);
            // map response · log
        } catch (Throwable failure) {
            // An Error too, such as a template's stack overflow: nobody may be left without an
            // answer.
            return Future.failedFuture(failure);
        }
    }

    /**
     * A path that begins with a stage's name is that stage's; any other is the default stage's,
     * when there is one.
     */
    private static @Nullable Target target(String path, HttpPlan plan) {
        StagePath staged = StagePath.of(path);
        HttpStage named = plan.stages().get(staged.stage());
        if (named != null && !named.name().equals(HttpPlan.DEFAULT_STAGE)) {
            return new Target(named, path, staged.rest().isEmpty() ? "/" : staged.rest());
        }
        HttpStage fallback = plan.stages().get(HttpPlan.DEFAULT_STAGE);
        return fallback == null ? null : new Target(fallback, path, path);
    }

    private static HttpApiCall match(
            ClientRequest request, HttpPlan plan, Target target, HttpDeployment deployment) {
        Match<HttpRoute> match = deployment.routes().match(request.method(), target.routePath());
        if (match == null) {
            throw HttpRejection.NOT_FOUND;
        }
        return new HttpApiCall(request, plan, target.stage(), target.path(), match);
    }

    private static void authorize(HttpApiCall call) {
        switch (call.route().authorization()) {
            case Authorization.Open open -> {}
        }
    }

    private Future<Response> integrate(HttpApiCall call) {
        return switch (call.route().integration()) {
            case HttpIntegration.LambdaProxy lambda -> functions.call(call, lambda);
            case HttpIntegration.HttpProxy http -> backends.call(call, http);
        };
    }

    private static Response refused(ClientRequest request, Throwable failure) {
        if (failure instanceof HttpRejection refusal) {
            return refusal.answer();
        }
        Failures.log(LOG, request.ids().extendedRequestId(), failure);
        return HttpRejection.INTERNAL.answer();
    }

    private static Response named(ClientRequest request, Response answer) {
        answer.headers().set("Apigw-Requestid", request.ids().extendedRequestId());
        return answer;
    }
}
