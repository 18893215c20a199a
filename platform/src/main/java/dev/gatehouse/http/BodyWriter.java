package dev.gatehouse.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a response whose head is set with a body of any kind. On the response's event loop. */
public final class BodyWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BodyWriter.class);

    private BodyWriter() {}

    /** The future is complete when the last of it was handed to the connection. */
    public static Future<Void> end(HttpServerResponse response, Body body) {
        return switch (body) {
            case Body.None _ -> response.end();
            case Body.Bytes(var buffer) -> response.end(buffer);
            case Body.FilePart file -> send(response, file);
            case Body.Stream stream -> pipe(response, stream);
        };
    }

    private static Future<Void> send(HttpServerResponse response, Body.FilePart file) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.length()));
        // Of a response over HTTP/2 Vert.x sends nothing of a channel.
        boolean frames = response.streamId() >= 0;
        Future<Void> sent =
                frames
                        ? new FilePieces(response, file).send()
                        : response.sendFile(file.channel(), file.offset(), file.length());
        return sent.onComplete(
                _ -> file.close(),
                broken -> {
                    LOG.debug("a file was not sent to its end", broken);
                    file.close();
                });
    }

    /** What breaks off in the middle ends the connection: the client must not take it for whole. */
    private static Future<Void> pipe(HttpServerResponse response, Body.Stream stream) {
        if (stream.length() == Body.UNKNOWN) {
            response.setChunked(true);
        } else if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(stream.length()));
        }
        return stream.source()
                .pipe()
                .endOnFailure(false)
                .to(response)
                .onFailure(
                        broken -> {
                            LOG.debug("a stream was not sent to its end", broken);
                            response.reset();
                        });
    }
}
