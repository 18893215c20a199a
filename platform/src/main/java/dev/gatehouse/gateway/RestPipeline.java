package dev.gatehouse.gateway;

import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.cache.StageCaches;
import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.compress.PayloadCodings;
import dev.gatehouse.gateway.integrate.RestIntegrations;
import dev.gatehouse.gateway.log.RestLogs;
import dev.gatehouse.gateway.log.StageTrace;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.host.Placement;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.gateway.usage.Admission;
import dev.gatehouse.gateway.validate.RequestValidation;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.metric.Measured;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.Failures;
import dev.gatehouse.proxy.exchange.RequestBodies;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request to a REST API, from its stage to its response. */
final class RestPipeline {
    private final Authorizers authorizers;
    private final RestIntegrations integrations;
    private final RequestBodies bodies;
    private final PayloadCodings codings;
    private final RestLogs logs;
    private final Failures failures;
    private final Admission admission;
    private final StageCaches caches;

    RestPipeline(
            Authorizers authorizers,
            RestIntegrations integrations,
            RequestBodies bodies,
            RestLogs logs,
            Failures failures,
            Admission admission,
            StageCaches caches) {
        this.logs = logs;
        this.authorizers = authorizers;
        this.integrations = integrations;
        this.bodies = bodies;
        this.codings = new PayloadCodings(bodies);
        this.failures = failures;
        this.admission = admission;
        this.caches = caches;
    }

    /** Where a request goes: a stage, the path that its event tells, and that of the resource. */
    private record Staged(
            ClientRequest request,
            RestPlan plan,
            RestStage stage,
            String path,
            String resourcePath,
            @Nullable CallTrail trail) {}

    /** Responds to a request. Fails with a {@link BodyRejectedException} only. */
    Future<Response> handle(
            ClientRequest received, RestPlan plan, Placement placement, RequestRecord record) {
        ClientRequest request = received;
        record.named(received.ids().requestId().value());
        StagePath path = placement.staged();
        RestStage named = plan.stages().get(path.stage());
        if (named == null) {
            return Future.succeededFuture(
                    named(request, GatewayResponses.plain(Rejection.forbidden())));
        }
        RestStage stage = named.served();
        record.staged(stage.name());
        if (stage.settings().traced()) {
            request = StageTrace.begin(received, record);
        }
        record.measured(
                new Measured(
                        plan.address().account(),
                        plan.address().region(),
                        plan.name(),
                        Measured.Protocol.REST,
                        false));
        CallTrail trail = logs.follow(request, plan, stage, record);
        if (trail != null && placement.stage() != null) {
            trail.tell("customDomain.basePathMatched", placement.base().replaceFirst("^/", ""));
        }
        Staged staged =
                new Staged(
                        request, plan, stage, placement.base() + path.rest(), path.rest(), trail);
        return serve(staged, record)
                .transform(
                        served ->
                                Future.succeededFuture(
                                        named(received, settled(served, staged, record))));
    }

    /** Executes a call that no client sent, as one whom its authorizer let in. */
    Future<Response> test(RestApiCall call, RequestRecord record) {
        Staged staged =
                new Staged(
                        call.request(),
                        call.plan(),
                        call.stage(),
                        call.path(),
                        call.path(),
                        call.trail());
        Future<Response> response;
        try {
            response = start(call.followed(), record);
        } catch (Throwable failure) {
            response = Future.failedFuture(failure);
        }
        return response.transform(
                served -> Future.succeededFuture(settled(served, staged, record)));
    }

    /**
     * The response, whatever became of the call; its logs tell.
     *
     * @throws BodyRejectedException the client's body broke off
     */
    private Response settled(AsyncResult<Response> served, Staged staged, RequestRecord record) {
        if (served.succeeded()) {
            RestLogs.responded(staged.trail(), served.result());
            return served.result();
        }
        Throwable failure = served.cause();
        if (failure instanceof BodyRejectedException broken) {
            throw broken;
        }
        if (!(failure instanceof Rejection)) {
            record.failed(failure);
        }
        Response response = rejected(staged, failure);
        RestLogs.rejected(staged.trail(), failure, response);
        return response;
    }

    /**
     * The order of things. What has no line here has no type in a plan either, so no API can ask
     * for it.
     */
    private Future<Response> serve(Staged staged, RequestRecord record) {
        try {
            PayloadCodings.check(staged.request());
            RestApiCall call = match(staged);
            record.matched(staged.stage().name(), call.resource().path());
            record.measured(measured(call));
            return call.method().authorization().coversBody()
                    ? whole(call, known -> authorize(known, record))
                    : authorize(call, record);
        } catch (Throwable failure) {
            // An Error too, such as a template's stack overflow: nobody may be left without a
            // response.
            return Future.failedFuture(failure);
        }
    }

    private static Measured measured(RestApiCall call) {
        RestPlan plan = call.plan();
        return new Measured(
                plan.address().account(),
                plan.address().region(),
                plan.name(),
                Measured.Protocol.REST,
                call.stage().settings(call.method()).measured());
    }

    private Future<Response> authorize(RestApiCall call, RequestRecord record) {
        return authorizers
                .ask(call)
                .compose(
                        caller -> {
                            record.identified(caller.caller());
                            return codings.serve(
                                    admission.admit(call.as(caller), record),
                                    plain -> start(plain, record));
                        });
    }

    /** What is told of a body must be whole, where it may be. */
    private Future<Response> start(RestApiCall call, RequestRecord record) {
        ExecutionLog log = call.log();
        if (log == null) {
            return validate(call, record);
        }
        return log.traces() && !integrations.takeStreams(call)
                ? whole(call, known -> validate(started(known, log), record))
                : validate(started(call, log), record);
    }

    private static RestApiCall started(RestApiCall call, ExecutionLog log) {
        RestLogs.started(call, log);
        return call;
    }

    /** Only a body that is looked at must be whole here. */
    private Future<Response> validate(RestApiCall call, RequestRecord record) {
        RequestRules rules = call.method().rules();
        RequestValidation.requireParameters(call, rules);
        return RequestValidation.readsBody(call, rules)
                ? whole(
                        call,
                        known ->
                                RequestValidation.body(known, rules)
                                        .compose(valid -> cached(valid, record)))
                : cached(call, record);
    }

    private Future<Response> cached(RestApiCall call, RequestRecord record) {
        return caches.serve(call, record, () -> integrate(call, record));
    }

    private RestApiCall match(Staged staged) {
        ClientRequest request = staged.request();
        Match<RestResource> match =
                staged.stage()
                        .deployment()
                        .routes()
                        .match(
                                staged.resourcePath(),
                                resource -> resource.method(request.method()) != null);
        if (match == null) {
            logs.unmatched(staged.trail(), staged.stage(), request, staged.resourcePath());
            throw Rejection.noSuchMethod();
        }
        RestMethod method = Objects.requireNonNull(match.value().method(request.method()));
        RestApiCall call =
                new RestApiCall(
                        request,
                        staged.plan(),
                        staged.stage(),
                        staged.path(),
                        match,
                        method,
                        Authorized.ANONYMOUS,
                        staged.trail());
        logs.matched(call);
        return call.followed();
    }

    /** Maps the request, calls the integration, maps its response. */
    private Future<Response> integrate(RestApiCall call, RequestRecord record) {
        record.authorized();
        return integrations.takeStreams(call)
                ? respond(call, record)
                : whole(call, known -> respond(known, record));
    }

    private Future<Response> respond(RestApiCall call, RequestRecord record) {
        Future<Response> response = integrations.call(call, record::contentBegan);
        return call.method().integration() instanceof RestIntegration.Mock
                ? response
                : timed(record, response);
    }

    private Future<Response> whole(
            RestApiCall call, Function<RestApiCall, Future<Response>> action) {
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

    private Response rejected(Staged staged, Throwable failure) {
        if (!(failure instanceof Rejection rejection)) {
            failures.log(staged.request().ids().requestId().value(), failure);
            return rejected(staged, Rejection.misconfigured());
        }
        return GatewayResponses.of(
                rejection,
                staged.stage().deployment().gatewayResponses(),
                () -> CallContext.of(staged.request(), staged.plan(), staged.stage()));
    }

    private static Response named(ClientRequest request, Response response) {
        response.headers().set(HeaderNames.REQUEST_ID, request.ids().requestId().value());
        response.headers().set(HeaderNames.GATEWAY_ID, request.ids().extendedRequestId());
        return response;
    }
}
