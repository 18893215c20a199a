package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.ServiceException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many events of one function run at once by its reservation, and how many may. */
final class FunctionConcurrency {
    private final AtomicInteger running = new AtomicInteger();
    private final AccountConcurrency account;
    private final Runnable releaseShared;
    private final Runnable releaseReserved = running::decrementAndGet;
    private volatile int reserved = -1;
    private volatile @Nullable TokenBucket requests;

    /** Without a reservation: how many run beside what the account's functions share. */
    private volatile int provisioned;

    FunctionConcurrency(AccountConcurrency account) {
        this.account = account;
        this.releaseShared = account::release;
        this.requests = account.requests();
    }

    /**
     * Changes what is reserved for the function; without a reservation it shares the account's, but
     * for what is provisioned.
     */
    void reserve(OptionalInt concurrency, int kept) {
        int former = withheld();
        int before = reserved;
        reserved = concurrency.orElse(-1);
        provisioned = concurrency.isPresent() ? 0 : kept;
        if (before != reserved) {
            requests = reserved < 0 ? account.requests() : account.requests(reserved);
        }
        account.reservedChanged(withheld() - former);
    }

    /** What nobody else of the account can have. */
    private int withheld() {
        return reserved < 0 ? provisioned : reserved;
    }

    /**
     * Takes a place.
     *
     * @return gives it back; to be run once
     * @throws ServiceException TooManyRequestsException when there is none
     */
    Runnable admit() {
        int limit = reserved;
        Runnable release = place(limit);
        TokenBucket pace = requests;
        if (pace != null && !pace.take()) {
            release.run();
            throw tooMany(
                    limit < 0
                            ? "FunctionInvocationRateLimitExceeded"
                            : "ReservedFunctionInvocationRateLimitExceeded");
        }
        return release;
    }

    private Runnable place(int limit) {
        if (limit < 0) {
            if (provisioned > 0 && takes(provisioned)) {
                return releaseReserved;
            }
            if (!account.admit()) {
                throw tooMany("ConcurrentInvocationLimitExceeded");
            }
            return releaseShared;
        }
        if (!takes(limit)) {
            throw tooMany("ReservedFunctionConcurrentInvocationLimitExceeded");
        }
        return releaseReserved;
    }

    private boolean takes(int limit) {
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            return false;
        }
        return true;
    }

    static ServiceException tooMany(String reason) {
        return new ServiceException(
                "TooManyRequestsException",
                429,
                "Rate Exceeded.",
                Map.of("Reason", reason, "Type", "User"));
    }
}
