package dev.gatehouse.proxy.exchange;

import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What a request is for, as far as it was found by host and path. On the request's event loop. */
public interface Endpoint {
    /** The id that records and metrics know it by. */
    String id();

    /** The host under which it was addressed, or that AWS would give it. */
    String domainName();

    /** The path of the request as events tell it. */
    String path();

    /** Whether a function sent the request, to the endpoint of its sandbox. */
    boolean bySandbox();

    /** The longest body that a request may have. */
    long payloadBytes();

    /** The response to a request whose head alone is enough to reject it; null for any other. */
    @Nullable Response rejection(HttpServerRequest request);

    /**
     * Takes the connection over, in place of a response that would switch its protocol: one of
     * status 101.
     */
    default void takeOver(Response switching) {
        throw new IllegalStateException("there is no other protocol here");
    }

    /** The response to a request with too long a body. */
    Response tooLarge();

    /** The response to any other; it fails with what nothing foresaw. */
    Future<Response> serve(ClientRequest request, RequestRecord record);
}
