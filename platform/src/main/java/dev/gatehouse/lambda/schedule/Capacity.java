package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.warm.Room;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Counts environments, those made ahead and what is made for them among them, and the memory they
 * may take, against what the machine has for them.
 */
final class Capacity implements Room {
    /** What {@code waited} says when no event waits. */
    static final long UNWANTED = -1;

    /** How often it is seen whether others are idle by now, or events no longer wait. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    /**
     * For how many looks nothing may wait before a place is no longer wanted. Where a version has
     * as many environments as there is room for, events come and go faster than a look sees them:
     * without this each of them would ask for a start of its own.
     */
    private static final int QUIET_LOOKS = 50;

    /** How long one that ends may take before another is ended too. */
    private static final long END_NANOS = Duration.ofSeconds(1).toNanos();

    private final EnvironmentLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int environments;
    private long memoryMb;

    /** The memory that those want who wait for a place, the first who came first. */
    private final Map<Object, Integer> turns = new LinkedHashMap<>();

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

    /** Takes a place for an environment if there is one that no other event waits for. */
    @Override
    public boolean take(int megabytes) {
        lock.lock();
        try {
            return takes(megabytes, new Object());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place for an environment, waiting for one until an event has waited too long for it.
     * Those who wait take turns, but for what has no room for the first and has for a later one.
     *
     * @param waited for how many nanoseconds the first of the events that want it has waited, or
     *     {@link #UNWANTED}
     * @param makeRoom begins to end an environment that is not needed; false when there is none
     */
    Taking await(int megabytes, LongSupplier waited, BooleanSupplier makeRoom) {
        long patience = limits.patience().toNanos();
        Object turn = new Object();
        long ending = 0;
        lock.lock();
        try {
            for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
                long already = waited.getAsLong();
                long pause = LOOK_NANOS;
                if (already == UNWANTED) {
                    leave(turn);
                } else {
                    quiet = 0;
                    turns.putIfAbsent(turn, megabytes);
                    if (takes(megabytes, turn)) {
                        return Taking.TAKEN;
                    }
                    if (already >= patience) {
                        return Taking.FULL;
                    }
                    if (ending <= 0 && makeRoom.getAsBoolean()) {
                        ending = END_NANOS;
                    }
                    pause = Math.min(patience - already, ending > 0 ? ending : LOOK_NANOS);
                }
                ending -= pause - Math.max(0, freed.awaitNanos(pause));
            }
            return Taking.UNWANTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Taking.FULL;
        } finally {
            leave(turn);
            lock.unlock();
        }
    }

    /** Those behind may have what was left for it. */
    private void leave(Object turn) {
        if (turns.remove(turn) != null) {
            freed.signalAll();
        }
    }

    /** Leaves room for all whose turn is before. */
    private boolean takes(int megabytes, Object turn) {
        int placesBefore = 0;
        long megabytesBefore = 0;
        for (Map.Entry<Object, Integer> before : turns.entrySet()) {
            if (before.getKey() == turn) {
                break;
            }
            if (fits(placesBefore, megabytesBefore + before.getValue())) {
                placesBefore++;
                megabytesBefore += before.getValue();
            }
        }
        if (!fits(placesBefore, megabytesBefore + megabytes)) {
            return false;
        }
        environments++;
        memoryMb += megabytes;
        return true;
    }

    private boolean fits(int more, long megabytes) {
        return environments + more < limits.environments()
                && memoryMb + megabytes <= limits.memoryMb();
    }

    /** An environment is gone with the last of its processes. */
    @Override
    public void giveBack(int megabytes) {
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
