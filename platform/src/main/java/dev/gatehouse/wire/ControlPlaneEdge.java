package dev.gatehouse.wire;

import dev.gatehouse.http.BlockingService;
import dev.gatehouse.http.HttpAnswer;
import dev.gatehouse.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The control plane as the HTTP edge sees it. */
public final class ControlPlaneEdge implements BlockingService {
    private final ControlPlane controlPlane;

    public ControlPlaneEdge(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        return answer(controlPlane.answer(request(call)));
    }

    @Override
    public HttpAnswer refuse(HttpCall call, Refusal refusal) {
        boolean busy =
                switch (refusal) {
                    case BUSY -> true;
                    case BODY_TOO_LARGE -> false;
                };
        return answer(controlPlane.refuse(request(call), busy));
    }

    private static WireRequest request(HttpCall call) {
        Headers.Builder headers = Headers.builder();
        call.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return new WireRequest(
                call.method(),
                call.path(),
                call.query(),
                headers.build(),
                call.body(),
                call.sourceIp());
    }

    private static HttpAnswer answer(WireResponse response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        response.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
        return new HttpAnswer(response.status(), headers, response.body());
    }
}
