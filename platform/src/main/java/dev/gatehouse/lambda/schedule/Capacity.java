package dev.gatehouse.lambda.schedule;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Counts environments and the memory they may take, against what the machine has for them. */
final class Capacity {
    private final EnvironmentLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int environments;
    private long memoryMb;

    Capacity(EnvironmentLimits limits) {
        this.limits = limits;
    }

    /** Whether a place could be had. */
    enum Taking {
        TAKEN,
        /** There was no room in time. */
        FULL,
        /** It is no longer wanted. */
        UNWANTED
    }

    /**
     * Takes a place for an environment, waiting for a bounded time where there is none.
     *
     * @param wanted whether somebody still waits for the environment; asked whenever room comes
     *     free
     * @param makeRoom begins to end an environment that is not needed, if there is one
     */
    Taking take(int megabytes, BooleanSupplier wanted, Runnable makeRoom) {
        long left = limits.patience().toNanos();
        lock.lock();
        try {
            while (wanted.getAsBoolean()) {
                if (fits(megabytes)) {
                    environments++;
                    memoryMb += megabytes;
                    return Taking.TAKEN;
                }
                if (left <= 0) {
                    return Taking.FULL;
                }
                makeRoom.run();
                left = freed.awaitNanos(left);
            }
            return Taking.UNWANTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Taking.FULL;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(int megabytes) {
        return environments < limits.environments() && memoryMb + megabytes <= limits.memoryMb();
    }

    /** An environment is gone with the last of its processes. */
    void giveBack(int megabytes) {
        lock.lock();
        try {
            environments--;
            memoryMb -= megabytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int environments() {
        lock.lock();
        try {
            return environments;
        } finally {
            lock.unlock();
        }
    }
}
