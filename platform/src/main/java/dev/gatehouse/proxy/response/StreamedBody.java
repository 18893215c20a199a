package dev.gatehouse.proxy.response;

import dev.gatehouse.function.InvocationEnd;
import dev.gatehouse.function.InvocationStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a function's response behind its prelude. Unlike the function's own stream it breaks
 * where the function failed, so that no client takes what came for the whole.
 */
final class StreamedBody implements ReadStream<Buffer> {
    /** What separates the prelude from the body: NUL bytes, which JSON cannot have. */
    private static final int DELIMITER_BYTES = 8;

    /** In which the delimiter has to come. */
    private static final int PRELUDE_MAX_BYTES = 16 * 1024;

    private final InvocationStream response;
    private final ReadStream<Buffer> source;

    /** What was read ahead of the body; null once it was handed on, and where there was nothing. */
    private @Nullable Buffer ahead;

    private @Nullable Handler<Buffer> chunks;
    private @Nullable Handler<Void> end;
    private @Nullable Handler<Throwable> broken;
    private boolean discarded;

    StreamedBody(InvocationStream response) {
        this.response = response;
        this.source = response.payload();
        source.endHandler(_ -> ended());
    }

    /** The prelude, without its delimiter. */
    Future<Buffer> prelude() {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        broken = whole::tryFail;
        end = _ -> whole.tryFail(new MalformedResponseException("no end of the prelude"));
        source.handler(
                chunk -> {
                    read.appendBuffer(chunk);
                    int delimiter = delimiter(read);
                    if (delimiter >= 0) {
                        ahead(read.slice(delimiter + DELIMITER_BYTES, read.length()));
                        whole.tryComplete(read.slice(0, delimiter));
                    } else if (read.length() > PRELUDE_MAX_BYTES) {
                        whole.tryFail(new MalformedResponseException("too long a prelude"));
                    } else {
                        source.fetch(1);
                    }
                });
        source.fetch(1);
        return whole.future();
    }

    /** Done with the first chunk of a response without a prelude, or where it is empty. */
    Future<Void> begun() {
        Promise<Void> begun = Promise.promise();
        broken = begun::tryFail;
        end = _ -> begun.tryComplete();
        source.handler(
                chunk -> {
                    ahead(chunk);
                    begun.tryComplete();
                });
        source.fetch(1);
        return begun.future();
    }

    private void ahead(Buffer chunk) {
        ahead = chunk.length() == 0 ? null : chunk;
    }

    private static int delimiter(Buffer read) {
        int length = Math.min(read.length(), PRELUDE_MAX_BYTES);
        for (int at = 0; at + DELIMITER_BYTES <= length; at++) {
            if (isDelimiter(read, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isDelimiter(Buffer read, int at) {
        for (int i = at; i < at + DELIMITER_BYTES; i++) {
            if (read.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whatever comes is dropped: the client is gone, and the function must not wait. */
    void discard() {
        if (!discarded) {
            discarded = true;
            ahead = null;
            source.handler(_ -> {});
            source.resume();
            breakOff("the client is gone");
        }
    }

    /** The function has ended, well or not. */
    private void ended() {
        InvocationEnd ending = response.end().result();
        Handler<Void> success = end;
        if (ending == null || ending.functionError() != null) {
            breakOff("the function failed");
        } else if (success != null) {
            success.handle(null);
        }
    }

    private void breakOff(String reason) {
        Handler<Throwable> failure = broken;
        if (failure != null) {
            failure.handle(new MalformedResponseException(reason));
        }
    }

    @Override
    public StreamedBody handler(@Nullable Handler<Buffer> handler) {
        chunks = handler;
        if (!discarded) {
            source.handler(handler);
        }
        return this;
    }

    @Override
    public StreamedBody endHandler(@Nullable Handler<Void> handler) {
        end = handler;
        return this;
    }

    @Override
    public StreamedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        broken = handler;
        return this;
    }

    @Override
    public StreamedBody pause() {
        if (!discarded) {
            source.pause();
        }
        return this;
    }

    @Override
    public StreamedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public StreamedBody fetch(long amount) {
        if (discarded || amount == 0) {
            return this;
        }
        long more = amount;
        Buffer first = ahead;
        Handler<Buffer> handler = chunks;
        if (first != null && handler != null) {
            ahead = null;
            more = amount == Long.MAX_VALUE ? amount : amount - 1;
            handler.handle(first);
        }
        if (more > 0) {
            source.fetch(more);
        }
        return this;
    }
}
