package dev.gatehouse.http.blocking;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Plain blocking code behind the edge. */
public interface BlockingService {

    /**
     * Responds to a call, on a virtual thread. It is called as soon as the request's head is here,
     * and decides itself whether and how it takes the body. Whatever it throws is given 500.
     */
    HttpResponse respond(HttpCall call);

    /**
     * Responds to a call whose body is whole without a thread of its own, on the event loop, which
     * it does not block. Null for what may have to wait; then {@link #respond} is called.
     */
    default @Nullable Future<HttpResponse> respondAtOnce(HttpCall call) {
        return null;
    }
}
