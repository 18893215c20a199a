package dev.gatehouse.http;

import java.time.Duration;

/**
 * Where a listener is and what it puts up with.
 *
 * @param host the address to bind
 * @param port the port; 0 for any free one
 * @param eventLoops how many event loops serve it, at most those of the Vert.x instance
 * @param limits the bounds on what clients may send
 */
public record EdgeSettings(String host, int port, int eventLoops, Limits limits) {

    public EdgeSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("a listener needs an event loop");
        }
    }

    /**
     * @param requestLineBytes the longest request line; a longer one is given 414
     * @param headerBytes the longest head; a longer one is given 431
     * @param idle how long a connection may be without a complete request head, and a request's
     *     body without a byte
     * @param connections how many clients may be connected; with more, those that have asked for
     *     nothing for longest are closed
     */
    public record Limits(int requestLineBytes, int headerBytes, Duration idle, int connections) {
        /**
         * Above API Gateway's 10,240 bytes for the line and for all headers, so that the gateway
         * itself can reject in its own words; presigned URLs with session tokens need some 4 KB.
         */
        public static final Limits DEFAULT =
                new Limits(
                        32 * 1024, 64 * 1024, Duration.ofSeconds(60), FileDescriptors.forClients());
    }
}
