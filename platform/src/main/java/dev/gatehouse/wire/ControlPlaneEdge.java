package dev.gatehouse.wire;

import dev.gatehouse.http.blocking.BlockingService;
import dev.gatehouse.http.blocking.HttpCall;
import dev.gatehouse.http.blocking.HttpResponse;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The control plane as the HTTP edge sees it. */
public final class ControlPlaneEdge implements BlockingService {
    private static final byte[] NOT_RECEIVED = {};

    private final ControlPlane controlPlane;

    public ControlPlaneEdge(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public HttpResponse respond(HttpCall call) {
        return response(controlPlane.respond(head(call), call.body()));
    }

    @Override
    public @Nullable Future<HttpResponse> respondAtOnce(HttpCall call) {
        Future<WireResponse> response = controlPlane.respondAtOnce(head(call), call.body());
        return response == null ? null : response.map(ControlPlaneEdge::response);
    }

    private static WireRequest head(HttpCall call) {
        Headers.Builder headers = Headers.builder();
        call.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return new WireRequest(
                call.method(),
                call.path(),
                call.query(),
                headers.build(),
                NOT_RECEIVED,
                call.sourceIp());
    }

    private static HttpResponse response(WireResponse response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        response.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
        return new HttpResponse(response.status(), headers, response.body());
    }
}
