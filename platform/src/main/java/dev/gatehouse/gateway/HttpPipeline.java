package dev.gatehouse.gateway;

import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpCallContext;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.integrate.HttpIntegrations;
import dev.gatehouse.gateway.log.AccessLogs;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.host.Placement;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.gateway.route.PercentDecoder;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.gateway.usage.Admission;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.metric.Measured;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.cors.Cors;
import dev.gatehouse.proxy.cors.CorsRules;
import dev.gatehouse.proxy.exchange.Failures;
import dev.gatehouse.proxy.exchange.RequestBodies;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request to an HTTP API, from its stage to its response. */
final class HttpPipeline {
    private final Authorizers authorizers;
    private final HttpIntegrations integrations;
    private final RequestBodies bodies;
    private final AccessLogs logs;
    private final Failures failures;
    private final Admission admission;

    HttpPipeline(
            Authorizers authorizers,
            HttpIntegrations integrations,
            RequestBodies bodies,
            AccessLogs logs,
            Failures failures,
            Admission admission) {
        this.logs = logs;
        this.authorizers = authorizers;
        this.integrations = integrations;
        this.bodies = bodies;
        this.failures = failures;
        this.admission = admission;
    }

    /** Where a request goes: a stage, the whole decoded path and its part below the stage. */
    private record Staged(HttpStage stage, String path, String routePath) {}

    /** Responds to a request. Fails with a {@link BodyRejectedException} only. */
    Future<Response> handle(
            ClientRequest request, HttpPlan plan, Placement placement, RequestRecord record) {
        record.named(request.ids().extendedRequestId());
        String path = PercentDecoder.decodeTwice(request.line().path());
        if (path == null) {
            return Future.succeededFuture(named(request, HttpRejection.BAD_REQUEST.response()));
        }
        Staged staged = staged(path, plan, placement);
        HttpDeployment deployment = staged == null ? null : staged.stage().deployment();
        if (staged == null || deployment == null) {
            return Future.succeededFuture(named(request, HttpRejection.NOT_FOUND.response()));
        }
        CorsRules cors = deployment.cors();
        if (cors != null && Cors.preflight(request)) {
            return Future.succeededFuture(named(request, Cors.preflightResponse(cors, request)));
        }
        record.staged(staged.stage().name());
        record.measured(measured(plan, false));
        CallTrail trail =
                logs.follow(
                        new AccessLogs.Logged(
                                staged.stage().accessLog(), plan.address(), staged.stage().name()),
                        record,
                        () -> HttpCallContext.variables(request, plan, staged.stage()));
        return serve(request, plan, staged, record, trail)
                .transform(
                        served -> {
                            Response response =
                                    served.succeeded()
                                            ? served.result()
                                            : rejected(request, served.cause(), record, trail);
                            return Future.succeededFuture(
                                    named(
                                            request,
                                            cors == null
                                                    ? response
                                                    : Cors.apply(cors, request, response)));
                        });
    }

    private static Measured measured(HttpPlan plan, boolean detailed) {
        ApiAddress api = plan.address();
        return new Measured(
                api.account(), api.region(), api.apiId(), Measured.Protocol.HTTP, detailed);
    }

    /**
     * The order of things. What has no line here has no type in a plan either, so no API can ask
     * for it.
     */
    private Future<Response> serve(
            ClientRequest request,
            HttpPlan plan,
            Staged staged,
            RequestRecord record,
            @Nullable CallTrail trail) {
        try {
            HttpApiCall call = match(request, plan, staged, trail);
            String route = call.route().routeKey();
            record.matched(staged.stage().name(), route);
            if (staged.stage().routes().of(route).measured()) {
                record.measured(measured(plan, true));
            }
            return call.route().authorization().coversBody()
                    ? whole(call, known -> authorize(known, record))
                    : authorize(call, record);
        } catch (Throwable failure) {
            // An Error too, such as a template's stack overflow: nobody may be left without a
            // response.
            return Future.failedFuture(failure);
        }
    }

    private Future<Response> authorize(HttpApiCall call, RequestRecord record) {
        return authorizers
                .ask(call)
                .compose(
                        caller -> {
                            record.identified(caller.caller());
                            HttpApiCall known = call.as(caller);
                            admission.admit(known, record);
                            return integrate(known, record);
                        });
    }

    private static @Nullable Staged staged(String path, HttpPlan plan, Placement placement) {
        String mapped = placement.stage();
        return mapped == null
                ? staged(path, plan)
                : mapped(path, plan.stages().get(mapped), placement);
    }

    /** A custom domain leads to a stage; its base path is nothing that routes know of. */
    private static @Nullable Staged mapped(
            String path, @Nullable HttpStage stage, Placement placement) {
        String rest = PercentDecoder.decodeTwice(placement.rest());
        return stage == null || rest == null
                ? null
                : new Staged(stage, path, rest.isEmpty() ? "/" : rest);
    }

    /**
     * A path that begins with a stage's name is that stage's; any other is the default stage's,
     * when there is one.
     */
    private static @Nullable Staged staged(String path, HttpPlan plan) {
        StagePath staged = StagePath.of(path);
        HttpStage named = plan.stages().get(staged.stage());
        if (named != null && !named.name().equals(HttpPlan.DEFAULT_STAGE)) {
            return new Staged(named, path, staged.rest().isEmpty() ? "/" : staged.rest());
        }
        HttpStage fallback = plan.stages().get(HttpPlan.DEFAULT_STAGE);
        return fallback == null ? null : new Staged(fallback, path, path);
    }

    private static HttpApiCall match(
            ClientRequest request, HttpPlan plan, Staged staged, @Nullable CallTrail trail) {
        HttpDeployment deployment = Objects.requireNonNull(staged.stage().deployment());
        Match<HttpRoute> match = deployment.routes().match(request.method(), staged.routePath());
        if (match == null) {
            throw HttpRejection.NOT_FOUND;
        }
        return new HttpApiCall(
                        request,
                        plan,
                        staged.stage(),
                        staged.path(),
                        staged.routePath(),
                        match,
                        Authorized.ANONYMOUS,
                        trail)
                .followed();
    }

    private Future<Response> integrate(HttpApiCall call, RequestRecord record) {
        record.authorized();
        return integrations.takeStreams(call)
                ? timed(record, integrations.call(call))
                : whole(call, known -> timed(record, integrations.call(known)));
    }

    private Future<Response> whole(
            HttpApiCall call, Function<HttpApiCall, Future<Response>> action) {
        return call.request().body() instanceof Body.Stream body
                ? bodies.whole(
                        body,
                        call.request().arrival().sourceIp(),
                        whole -> action.apply(call.with(whole)))
                : action.apply(call);
    }

    private static Future<Response> timed(RequestRecord record, Future<Response> integration) {
        return integration.onComplete(_ -> record.integrationResponded());
    }

    /**
     * @throws BodyRejectedException the client's body broke off
     */
    private Response rejected(
            ClientRequest request,
            Throwable failure,
            RequestRecord record,
            @Nullable CallTrail trail) {
        if (failure instanceof BodyRejectedException broken) {
            throw broken;
        }
        if (trail != null) {
            trail.rejected(failure);
        }
        if (failure instanceof HttpRejection rejection) {
            return rejection.response();
        }
        record.failed(failure);
        failures.log(request.ids().extendedRequestId(), failure);
        return HttpRejection.INTERNAL.response();
    }

    private static Response named(ClientRequest request, Response response) {
        response.headers().set(HeaderNames.HTTP_API_ID, request.ids().extendedRequestId());
        return response;
    }
}
