package dev.gatehouse.proxy;

/**
 * The route of a WebSocket API that something on a connection found, as its event names it.
 *
 * @param routeKey such as {@code $connect} or {@code sendmessage}
 * @param connection where it happened
 * @param requestId the id of what happened, which is the extended one too
 * @param millis when, since 1970
 */
public record MessageMatch(
        ApiStage stage,
        String routeKey,
        ConnectionFacts connection,
        String requestId,
        long millis) {}
