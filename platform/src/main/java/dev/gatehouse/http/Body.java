package dev.gatehouse.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** The body of a request or of a response: nothing, bytes, a part of a file, or a stream. */
public sealed interface Body {
    /** The length of a stream that does not say it. */
    long UNKNOWN = -1;

    /** No body. */
    Body NONE = new None();

    /** How many bytes it has; {@link #UNKNOWN} where only its end tells. */
    long length();

    /**
     * The whole. Call it on the event loop a stream belongs to.
     *
     * @param maxBytes how long it may be; a longer one fails with {@link BodyRejectedException}
     */
    Future<Buffer> buffered(long maxBytes);

    /**
     * What it has, for code that may block; to be closed.
     *
     * @throws IllegalStateException for a stream, which belongs to its event loop
     */
    default InputStream open() {
        return switch (this) {
            case None _ -> InputStream.nullInputStream();
            case Bytes(Buffer buffer) -> new ByteArrayInputStream(buffer.getBytes());
            case FilePart part -> new FilePartInput(part);
            case Stream _ -> throw new IllegalStateException("a stream is on its event loop");
        };
    }

    /** Bytes that are never written to again. */
    static Body of(byte[] bytes) {
        return bytes.length == 0
                ? NONE
                : new Bytes(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    /** Bytes that are never written to again. */
    static Body of(Buffer bytes) {
        return bytes.length() == 0 ? NONE : new Bytes(bytes);
    }

    /** No body. */
    record None() implements Body {
        private static final Buffer EMPTY = Buffer.buffer(0);

        @Override
        public long length() {
            return 0;
        }

        @Override
        public Future<Buffer> buffered(long maxBytes) {
            return Future.succeededFuture(EMPTY);
        }
    }

    /** A body that is here. */
    record Bytes(Buffer buffer) implements Body {
        @Override
        public long length() {
            return buffer.length();
        }

        @Override
        public Future<Buffer> buffered(long maxBytes) {
            return length() > maxBytes
                    ? Future.failedFuture(tooLarge())
                    : Future.succeededFuture(buffer);
        }
    }

    /**
     * A part of a file that stays as it is, even unlinked.
     *
     * @param channel whoever gets this body closes it
     */
    record FilePart(FileChannel channel, long offset, long length) implements Body {
        /** Reads it here and now; for code that may block. */
        @Override
        public Future<Buffer> buffered(long maxBytes) {
            if (length > maxBytes) {
                close();
                return Future.failedFuture(tooLarge());
            }
            try (InputStream in = open()) {
                return Future.succeededFuture(Buffer.buffer(in.readAllBytes()));
            } catch (IOException broken) {
                return Future.failedFuture(broken);
            }
        }

        /** For whoever will not read it. */
        public void close() {
            try {
                channel.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /**
     * A body on its way.
     *
     * @param source paused, or such that nothing of it has come yet
     * @param length what was announced; {@link Body#UNKNOWN} when nothing was
     */
    record Stream(ReadStream<Buffer> source, long length) implements Body {
        @Override
        public Future<Buffer> buffered(long maxBytes) {
            if (length > maxBytes) {
                return Future.failedFuture(tooLarge());
            }
            Promise<Buffer> whole = Promise.promise();
            Buffer body = Buffer.buffer();
            source.exceptionHandler(whole::tryFail);
            source.endHandler(_ -> whole.tryComplete(body));
            source.handler(
                    chunk -> {
                        if (whole.future().isComplete()) {
                            return;
                        }
                        if (body.length() + (long) chunk.length() > maxBytes) {
                            whole.tryFail(tooLarge());
                        } else {
                            body.appendBuffer(chunk);
                        }
                    });
            source.resume();
            return whole.future();
        }
    }

    private static BodyRejectedException tooLarge() {
        return new BodyRejectedException(BodyRejectedException.Reason.TOO_LARGE);
    }
}
