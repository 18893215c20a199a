package dev.gatehouse.proxy.exchange;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import dev.gatehouse.http.SourceBudget;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Function;

/**
 * Takes the bodies of requests whole, for what needs them so. Those that are large share a budget,
 * and no client address may take all of it: many uploads at once never fill the heap.
 */
public final class RequestBodies {
    /**
     * The longest that is taken whole: the payload limit of API Gateway, which a setting may raise
     * for bodies that stream.
     */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Up to here a body costs no more than its connection does anyway. */
    private static final int SMALL_BYTES = 64 * 1024;

    private static final int CHUNK_BYTES = 16 * 1024;

    private final SourceBudget large;
    private final long maxBytes;

    /**
     * @param limits how long a body may be, and what all large ones may take together, from their
     *     first byte to the response; a client address takes at most half of it
     */
    public RequestBodies(PayloadLimits limits) {
        this.large = new SourceBudget(limits.heldBytes(), limits.heldBytes() / 2);
        this.maxBytes = Math.min(limits.payloadBytes(), MAX_BYTES);
    }

    /**
     * Does something with a body that is whole, and lets go of it once that is done. Fails with
     * {@link BodyRejectedException} when it does not come to that.
     *
     * @param source the address it comes from
     */
    public Future<Response> whole(
            Body.Stream body, String source, Function<Body, Future<Response>> action) {
        if (body.length() > maxBytes) {
            return Future.failedFuture(new BodyRejectedException(Reason.TOO_LARGE));
        }
        Collection collection = new Collection(source);
        return collection
                .of(body)
                .compose(whole -> action.apply(Body.of(whole)))
                .onComplete(_ -> collection.release());
    }

    /**
     * Does the same with what a body is once it is decoded; its bounds are those of one that was
     * never coded. Fails with an {@link UndecodableBodyException} when it is not in its coding.
     *
     * @param source the address it comes from
     */
    public Future<Response> decoded(
            Body body,
            ContentCoding coding,
            String source,
            Function<Body, Future<Response>> action) {
        return switch (body) {
            case Body.None none -> action.apply(none);
            case Body.Stream stream ->
                    whole(stream, source, whole -> decoded(whole, coding, source, action));
            case Body.Bytes(Buffer coded) -> {
                Collection collection = new Collection(source);
                yield collection
                        .decoded(coded.getBytes(), coding)
                        .compose(plain -> action.apply(Body.of(plain)))
                        .onComplete(_ -> collection.release());
            }
            case Body.FilePart _ -> throw new IllegalStateException("clients send no files");
        };
    }

    private static int held(int length) {
        return length <= SMALL_BYTES ? 0 : length;
    }

    /** A body on its way to being whole. */
    private final class Collection {
        private final String source;
        private final Promise<Buffer> whole = Promise.promise();
        private final Buffer taken = Buffer.buffer();
        private int held;

        Collection(String source) {
            this.source = source;
        }

        Future<Buffer> of(Body.Stream body) {
            body.source()
                    .exceptionHandler(whole::tryFail)
                    .handler(this::add)
                    .endHandler(_ -> whole.tryComplete(taken))
                    .resume();
            return whole.future();
        }

        private void add(Buffer chunk) {
            if (whole.future().isComplete()) {
                return;
            }
            try {
                take(chunk);
            } catch (BodyRejectedException rejected) {
                whole.fail(rejected);
            }
        }

        private void take(Buffer chunk) {
            int length = taken.length() + chunk.length();
            if (length > maxBytes) {
                throw new BodyRejectedException(Reason.TOO_LARGE);
            }
            if (!hold(held(length))) {
                throw new BodyRejectedException(Reason.BUSY);
            }
            taken.appendBuffer(chunk);
        }

        /** Not on the event loop: of a few bytes many may come. */
        Future<Buffer> decoded(byte[] coded, ContentCoding coding) {
            return ContextInternal.current()
                    .executeBlocking(() -> expand(coded, coding), false)
                    .map(Objects::requireNonNull);
        }

        private Buffer expand(byte[] coded, ContentCoding coding) {
            byte[] chunk = new byte[CHUNK_BYTES];
            try (InputStream in = coding.decoding(coded)) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    take(Buffer.buffer(chunk).slice(0, read));
                }
                return taken;
            } catch (IOException malformed) {
                throw new UndecodableBodyException(String.valueOf(malformed.getMessage()));
            }
        }

        private boolean hold(int bytes) {
            boolean fits = bytes == held || large.tryHold(source, bytes - held);
            held = fits ? bytes : held;
            return fits;
        }

        void release() {
            if (held > 0) {
                large.release(source, held);
                held = 0;
            }
        }
    }
}
