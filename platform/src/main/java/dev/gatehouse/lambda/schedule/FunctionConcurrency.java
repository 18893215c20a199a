package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.ServiceException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** How many events of one function run at once by its reservation, and how many may. */
final class FunctionConcurrency {
    private final AtomicInteger running = new AtomicInteger();
    private final AccountConcurrency account;
    private final Runnable releaseShared;
    private final Runnable releaseReserved = running::decrementAndGet;
    private volatile int reserved = -1;

    FunctionConcurrency(AccountConcurrency account) {
        this.account = account;
        this.releaseShared = account::release;
    }

    /** Changes what is reserved for the function; without a reservation it shares the account's. */
    void reserve(OptionalInt concurrency) {
        int former = reserved;
        int next = concurrency.orElse(-1);
        reserved = next;
        account.reservedChanged(Math.max(next, 0) - Math.max(former, 0));
    }

    /**
     * Takes a place.
     *
     * @return gives it back; to be run once
     * @throws ServiceException TooManyRequestsException when there is none
     */
    Runnable admit() {
        int limit = reserved;
        if (limit < 0) {
            if (!account.admit()) {
                throw tooMany("ConcurrentInvocationLimitExceeded");
            }
            return releaseShared;
        }
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            throw tooMany("ReservedFunctionConcurrentInvocationLimitExceeded");
        }
        return releaseReserved;
    }

    static ServiceException tooMany(String reason) {
        return new ServiceException(
                "TooManyRequestsException",
                429,
                "Rate Exceeded.",
                Map.of("Reason", reason, "Type", "User"));
    }
}
