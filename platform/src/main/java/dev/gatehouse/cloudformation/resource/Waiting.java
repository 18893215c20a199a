package dev.gatehouse.cloudformation.resource;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a resource is what it was asked to be. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * @param what the resource, for the error
     * @param settled whether it is; throws when it never will be
     */
    public static void until(String what, BooleanSupplier settled) {
        for (long poll = 0; poll < PATIENCE.dividedBy(POLL); poll++) {
            if (settled.getAsBoolean()) {
                return;
            }
            pause();
        }
        throw failed(what + " did not become active");
    }

    public static ServiceException failed(String reason) {
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
