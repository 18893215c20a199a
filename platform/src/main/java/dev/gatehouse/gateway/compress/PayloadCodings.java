package dev.gatehouse.gateway.compress;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.ContentCoding;
import dev.gatehouse.proxy.exchange.RequestBodies;
import dev.gatehouse.proxy.exchange.UndecodableBodyException;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Compressed payloads: requests are decoded for whatever reads them, whether the API compresses its
 * responses or not ("Call an API method with a compressed payload"). Their headers stay.
 */
public final class PayloadCodings {
    private final RequestBodies bodies;

    public PayloadCodings(RequestBodies bodies) {
        this.bodies = bodies;
    }

    /**
     * @throws Rejection the request's body is in a coding that is unknown here
     */
    public static void check(ClientRequest request) {
        coding(request);
    }

    /** Serves a call as if nobody compressed anything. */
    public Future<Response> serve(
            RestApiCall call, Function<RestApiCall, Future<Response>> action) {
        ClientRequest request = call.request();
        ContentCoding coding = coding(request);
        Future<Response> response =
                coding == ContentCoding.IDENTITY
                        ? action.apply(call)
                        : bodies.decoded(
                                        request.body(),
                                        coding,
                                        request.arrival().sourceIp(),
                                        plain -> action.apply(call.with(plain)))
                                .recover(PayloadCodings::rejection);
        return call.stage().deployment().compression().isOn()
                ? response.compose(plain -> ResponseCompression.of(call, plain))
                : response;
    }

    private static Future<Response> rejection(Throwable cause) {
        return Future.failedFuture(
                cause instanceof UndecodableBodyException
                        ? Rejection.unsupportedMediaType()
                        : cause);
    }

    private static ContentCoding coding(ClientRequest request) {
        ContentCoding coding = ContentCoding.of(request.header("Content-Encoding"));
        if (coding == null) {
            throw Rejection.unsupportedMediaType();
        }
        return coding;
    }
}
