package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells access logs of the phases in which a caller is let in, each with its status, latency and
 * error: {@code $context.authenticate} where a signature is verified, {@code $context.authorizer}
 * where an authorizer is asked, {@code $context.authorize} where policies decide ("Variables for
 * access logging for API Gateway").
 */
final class Phases {
    static final String AUTHENTICATE = "authenticate";
    static final String AUTHORIZER = "authorizer";
    static final String AUTHORIZE = "authorize";

    private static final int OK = 200;
    private static final int FAULT = 500;

    private Phases() {}

    /**
     * Goes through a phase.
     *
     * @param trail null where none is kept
     */
    static <T> Future<T> through(
            String phase, @Nullable CallTrail trail, Clock clock, Supplier<Future<T>> work) {
        if (trail == null) {
            return work.get();
        }
        long begun = clock.nanoTime();
        return work.get().onComplete(end -> tell(phase, trail, millis(clock, begun), end));
    }

    private static void tell(String phase, CallTrail trail, long millis, AsyncResult<?> end) {
        trail.tell(phase + ".latency", millis);
        if (end.succeeded()) {
            trail.tell(phase + ".status", OK);
            return;
        }
        Throwable cause = end.cause();
        Throwable rejection = Denials.ofToken(Denials.ofAuthorizer(Denials.of(cause)));
        String message = cause.getMessage();
        trail.tell(phase + ".status", status(rejection));
        trail.tell(phase + ".error", message == null ? rejection.getMessage() : message);
    }

    private static int status(Throwable rejection) {
        return switch (rejection) {
            case Rejection known -> known.status();
            case HttpRejection known -> known.response().status();
            default -> FAULT;
        };
    }

    static long millis(Clock clock, long begun) {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - begun);
    }
}
