package dev.gatehouse.client.http;

import dev.gatehouse.kernel.ServiceException;
import java.net.URI;
import java.time.Duration;

/** The errors of calls that got no response, in the shape of those that got one. */
final class Unreachable {
    private static final String CODE = "ServiceUnavailable";

    private Unreachable() {}

    static ServiceException endpoint(URI endpoint) {
        return new ServiceException(
                Connections.NOT_REACHABLE,
                503,
                "The endpoint %s is not reachable".formatted(endpoint));
    }

    static ServiceException late(URI endpoint, Duration limit) {
        return new ServiceException(
                "RequestTimeout",
                504,
                "The endpoint %s did not respond within %d seconds"
                        .formatted(endpoint, limit.toSeconds()));
    }

    static ServiceException tooMany(URI endpoint) {
        return new ServiceException(
                CODE, 503, "Too many calls of the endpoint %s at once".formatted(endpoint));
    }

    static ServiceException duringTheResponse() {
        return new ServiceException(CODE, 503, "The connection ended in the middle of a response");
    }

    static ServiceException interrupted() {
        Thread.currentThread().interrupt();
        return new ServiceException(CODE, 503, "The call was interrupted");
    }
}
