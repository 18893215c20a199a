package dev.gatehouse.http;

import dev.gatehouse.http.BlockingService.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the event loop to blocking code: reads a bounded body, runs the service on a virtual
 * thread of its own, and writes the answer back on the request's event loop.
 */
public final class BlockingHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingHandler.class);
    private static final HttpAnswer FAULT = new HttpAnswer(500, List.of(), new byte[0]);

    private final Vertx vertx;
    private final BlockingService service;
    private final BlockingLimits limits;
    private final BodyBudget budget;
    private final Semaphore calls;

    public BlockingHandler(Vertx vertx, BlockingService service, BlockingLimits limits) {
        this.vertx = vertx;
        this.service = service;
        this.limits = limits;
        this.budget = new BodyBudget(limits.heldBytes());
        this.calls = new Semaphore(limits.calls());
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        BodyReader.Outcome outcome =
                new BodyReader.Outcome() {
                    @Override
                    public void whole(byte[] body) {
                        dispatch(context, request, body);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        refuse(request, refusal);
                    }

                    @Override
                    public void gone() {
                        // Most have left in the middle of their body and read nothing any more.
                        if (!request.response().closed()) {
                            MalformedRequest.refuse(request, 400);
                        }
                    }
                };
        new BodyReader(request, limits.bodyBytes(), budget, outcome).start();
    }

    /**
     * Waits until no call is running.
     *
     * @return whether that happened within {@code patience}
     */
    public boolean drain(Duration patience) throws InterruptedException {
        boolean drained =
                calls.tryAcquire(limits.calls(), patience.toMillis(), TimeUnit.MILLISECONDS);
        if (drained) {
            calls.release(limits.calls());
        }
        return drained;
    }

    private void dispatch(Context context, HttpServerRequest request, byte[] body) {
        HttpCall call = Calls.of(request, body);
        if (!calls.tryAcquire()) {
            budget.release(body.length);
            refuse(request, Refusal.BUSY);
            return;
        }
        Thread.ofVirtual().name("call").start(() -> run(context, request, call));
    }

    private void run(Context context, HttpServerRequest request, HttpCall call) {
        HttpAnswer answer = FAULT;
        try {
            answer = service.answer(call);
        } catch (RuntimeException | Error fault) {
            LOG.error("{} {} was not answered", call.method(), call.path(), fault);
        } finally {
            budget.release(call.body().length);
            calls.release();
            HttpAnswer given = answer;
            context.runOnContext(_ -> Calls.write(request.response(), given));
        }
    }

    /**
     * Answers now, then swallows what the client still sends, so that it gets to read the answer.
     */
    private void refuse(HttpServerRequest request, Refusal refusal) {
        HttpAnswer answer = service.refuse(Calls.of(request, new byte[0]), refusal);
        if (request.isEnded()) {
            Calls.write(request.response(), answer);
            return;
        }
        UnreadRequest.announce(request, request.response().headers());
        Calls.write(request.response(), answer);
        UnreadRequest.leave(request);
    }
}
