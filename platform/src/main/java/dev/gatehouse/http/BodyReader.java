package dev.gatehouse.http;

import dev.gatehouse.http.BlockingService.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of one request, as long as it keeps within the limits. On its event loop. */
final class BodyReader {
    private final HttpServerRequest request;
    private final int limit;
    private final BodyBudget budget;
    private final Outcome outcome;
    private Buffer body = Buffer.buffer();
    private boolean over;

    /** What comes of reading; exactly one of its methods is called once. */
    interface Outcome {
        /** The bytes stay held in the budget until the caller releases them. */
        void whole(byte[] body);

        void refused(Refusal refusal);

        void gone();
    }

    BodyReader(HttpServerRequest request, int limit, BodyBudget budget, Outcome outcome) {
        this.request = request;
        this.limit = limit;
        this.budget = budget;
        this.outcome = outcome;
    }

    void start() {
        if (announcedLength() > limit) {
            over = true;
            outcome.refused(Refusal.BODY_TOO_LARGE);
            return;
        }
        request.handler(this::more);
        request.endHandler(_ -> ended());
        request.exceptionHandler(_ -> broken());
        RequestGate.invite(request);
    }

    private void more(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + (long) chunk.length() > limit) {
            give(Refusal.BODY_TOO_LARGE);
        } else if (!budget.tryHold(chunk.length())) {
            give(Refusal.BUSY);
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void ended() {
        if (!over) {
            over = true;
            outcome.whole(body.getBytes());
        }
    }

    private void broken() {
        if (!over) {
            over = true;
            budget.release(body.length());
            outcome.gone();
        }
    }

    private void give(Refusal refusal) {
        over = true;
        budget.release(body.length());
        body = Buffer.buffer();
        outcome.refused(refusal);
    }

    /** The length a client announced, 0 when it did not; the parser has checked that it is one. */
    private long announcedLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
