package dev.gatehouse.lambda.url;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.lambda.plan.FunctionUrl;
import dev.gatehouse.lambda.url.UrlTable.Located;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ApiStage;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.EventV2;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.RouteMatch;
import dev.gatehouse.proxy.cors.Cors;
import dev.gatehouse.proxy.cors.CorsRules;
import dev.gatehouse.proxy.exchange.Failures;
import dev.gatehouse.proxy.exchange.RequestBodies;
import dev.gatehouse.proxy.response.ResponseV2;
import dev.gatehouse.proxy.response.StreamedResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Function;

/** A request to a function URL, from its caller to its response. */
public final class UrlPipeline {
    /** Also the stage and the route: a URL has one of each. */
    private static final String DEFAULT = "$default";

    private static final String NOBODY = "anonymous";

    private final FunctionInvoker functions;
    private final UrlAccess access;
    private final RequestBodies bodies;
    private final Failures failures;
    private final long payloadBytes;

    /**
     * @param payloadBytes the longest body of a request: that of a synchronous invocation
     */
    public UrlPipeline(
            FunctionInvoker functions,
            UrlAccess access,
            RequestBodies bodies,
            Failures failures,
            long payloadBytes) {
        this.functions = functions;
        this.access = access;
        this.bodies = bodies;
        this.failures = failures;
        this.payloadBytes = payloadBytes;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /** Responds to a request. Fails with a {@link BodyRejectedException} only. */
    Future<Response> serve(ClientRequest received, Located located, RequestRecord record) {
        ClientRequest request = received.with(ids(received.ids()));
        record.named(request.ids().extendedRequestId());
        record.matched(DEFAULT, DEFAULT);
        CorsRules cors = located.url().cors();
        if (cors != null && Cors.preflight(request)) {
            return Future.succeededFuture(named(request, preflight(cors, request)));
        }
        return respond(request, located, record)
                .recover(failure -> rejected(request, failure, record))
                .map(
                        response ->
                                named(
                                        request,
                                        cors == null
                                                ? response
                                                : Cors.apply(cors, request, response)));
    }

    /** The order of things. Who may call at all is asked before a large body is taken. */
    private Future<Response> respond(ClientRequest request, Located located, RequestRecord record) {
        try {
            return switch (located.url().authType()) {
                case NONE ->
                        access.ask(request, located)
                                .compose(
                                        caller ->
                                                whole(
                                                        request,
                                                        known ->
                                                                invoke(
                                                                        known, located, caller,
                                                                        record)));
                case AWS_IAM ->
                        whole(
                                request,
                                known ->
                                        access.ask(known, located)
                                                .compose(
                                                        caller ->
                                                                invoke(
                                                                        known, located, caller,
                                                                        record)));
            };
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }

    /** One id is the request's, the event's and the invocation's: recorded from AWS. */
    private static RequestIds ids(RequestIds given) {
        return new RequestIds(
                given.requestId(), given.requestId().value(), TraceHeader.complete(given.trace()));
    }

    private static Response preflight(CorsRules cors, ClientRequest request) {
        Response response = Cors.preflightResponse(cors, request);
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
        return new Response(200, response.headers(), Body.NONE);
    }

    private Future<Response> whole(
            ClientRequest request, Function<ClientRequest, Future<Response>> action) {
        return request.body() instanceof Body.Stream body
                ? bodies.whole(
                        body,
                        request.arrival().sourceIp(),
                        whole -> action.apply(request.with(whole)))
                : action.apply(request);
    }

    private Future<Response> invoke(
            ClientRequest request, Located located, Authorized caller, RequestRecord record) {
        record.authorized();
        Invocation invocation = invocation(request, located, caller);
        Future<Response> response =
                switch (located.url().mode()) {
                    case BUFFERED -> functions.invoke(invocation).map(UrlPipeline::read);
                    case RESPONSE_STREAM ->
                            functions.stream(invocation)
                                    .compose(
                                            stream ->
                                                    StreamedResponse.of(
                                                            stream, request.disconnection()))
                                    .map(StreamedResponse::url);
                };
        return response.onComplete(_ -> record.integrationResponded());
    }

    private static Response read(InvocationResult result) {
        return result.functionError() == null
                ? ResponseV2.url(result.payload())
                : UrlErrors.badGateway();
    }

    private static Invocation invocation(
            ClientRequest request, Located located, Authorized caller) {
        FunctionUrl url = located.url();
        String account = caller.identity().getOrDefault("accountId", NOBODY);
        RouteMatch match =
                new RouteMatch(
                        new ApiStage(account, url.id(), DEFAULT, Map.of()),
                        DEFAULT,
                        request.line().path(),
                        Map.of());
        Buffer event = EventV2.of(request, match, caller);
        return new Invocation(
                located.target(),
                event,
                InvocationType.REQUEST_RESPONSE,
                request.ids().requestId(),
                InvocationSource.FUNCTION_URL,
                new InvocationDetails(false, null, null, request.ids().trace()));
    }

    private Future<Response> rejected(
            ClientRequest request, Throwable failure, RequestRecord record) {
        if (failure instanceof BodyRejectedException) {
            return Future.failedFuture(failure);
        }
        Response response = UrlErrors.of(failure);
        if (response != null) {
            return Future.succeededFuture(response);
        }
        record.failed(failure);
        failures.log(request.ids().extendedRequestId(), failure);
        return Future.succeededFuture(UrlErrors.badGateway());
    }

    private static Response named(ClientRequest request, Response response) {
        response.headers().set("x-amzn-RequestId", request.ids().requestId().value());
        response.headers().set(HeaderNames.TRACE_ID, request.ids().trace());
        return response;
    }
}
