package dev.gatehouse.client.http;

import dev.gatehouse.wire.message.Headers;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a service responded.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body; in memory, or straight from the connection where the caller asked for that
 *     and the service did what it was asked
 */
public record AwsResponse(int status, Headers headers, InputStream body) {

    /** Whether the service did what it was asked. */
    public boolean succeeded() {
        return status < 300;
    }

    /** The whole body; it can be read once. */
    public byte[] bytes() {
        try (InputStream whole = body) {
            return whole.readAllBytes();
        } catch (IOException cut) {
            throw Unreachable.duringTheResponse();
        }
    }
}
