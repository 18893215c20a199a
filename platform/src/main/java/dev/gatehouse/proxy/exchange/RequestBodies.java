package dev.gatehouse.proxy.exchange;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import dev.gatehouse.http.SourceBudget;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
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
            int length = taken.length() + chunk.length();
            if (length > maxBytes) {
                whole.fail(new BodyRejectedException(Reason.TOO_LARGE));
            } else if (!hold(held(length))) {
                whole.fail(new BodyRejectedException(Reason.BUSY));
            } else {
                taken.appendBuffer(chunk);
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
