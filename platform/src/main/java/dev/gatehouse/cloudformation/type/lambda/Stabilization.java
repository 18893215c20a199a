package dev.gatehouse.cloudformation.type.lambda;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a resource is what it was asked to be. */
final class Stabilization {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private Stabilization() {}

    /**
     * @param what the resource, for the error
     * @param settled whether it is; throws when it never will be
     */
    static void await(String what, BooleanSupplier settled) {
        for (long poll = 0; poll < PATIENCE.dividedBy(POLL); poll++) {
            if (settled.getAsBoolean()) {
                return;
            }
            pause();
        }
        throw failed(what + " did not become active");
    }

    static ServiceException failed(String reason) {
        return new ServiceException("NotStabilized", 500, reason);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }
}
