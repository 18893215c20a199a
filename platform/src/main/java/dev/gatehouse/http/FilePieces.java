package dev.gatehouse.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Ends a response with a part of a file, piece by piece: the next one is read, off the event loop,
 * once the former was taken.
 */
final class FilePieces {
    private static final int PIECE_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final Body.FilePart file;
    private final Context context;
    private final Promise<Void> sent = Promise.promise();
    private long at;

    FilePieces(HttpServerResponse response, Body.FilePart file) {
        this.response = response;
        this.file = file;
        this.context = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
    }

    Future<Void> send() {
        next();
        return sent.future();
    }

    private void next() {
        if (at >= file.length()) {
            response.end().onComplete(sent);
            return;
        }
        context.executeBlocking(this::read, false)
                .compose(response::write)
                .onComplete(_ -> next(), this::fail);
    }

    private void fail(Throwable broken) {
        response.reset();
        sent.tryFail(broken);
    }

    private Buffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, file.length() - at));
        while (piece.hasRemaining()) {
            int count = file.channel().read(piece, file.offset() + at);
            if (count < 0) {
                throw new EOFException("a file is shorter than it was");
            }
            at += count;
        }
        return Buffer.buffer(piece.array());
    }
}
