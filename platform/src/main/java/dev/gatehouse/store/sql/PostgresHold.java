package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.StoreUnavailableException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's hold on a database that no two nodes may write to: they do not share packages, logs and
 * counters yet. While the hold is lost the node serves what it knows and writes nothing; once
 * another node had the database, that is so until it is started again.
 */
final class PostgresHold implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresHold.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final PostgresAddress address;
    private final String node = UUID.randomUUID().toString();
    private final Thread watch = Thread.ofVirtual().name("store-hold").unstarted(this::watch);
    private PostgresLock lock;
    private String told = "";
    private volatile State state = State.HELD;
    private volatile boolean closed;

    private enum State {
        HELD,
        LOST,
        TAKEN
    }

    private PostgresHold(PostgresAddress address, PostgresLock lock) {
        this.address = address;
        this.lock = lock;
    }

    /**
     * Takes the database for this node.
     *
     * @throws StoreException another node has it, or it cannot be reached
     */
    static PostgresHold take(PostgresAddress address) {
        PostgresLock lock = PostgresLock.connect(address);
        if (lock.tryLock()) {
            return new PostgresHold(address, lock);
        }
        String who = lock.holder().map(holder -> " (from " + holder + ")").orElse("");
        lock.close();
        throw new StoreException(
                "another node runs on this database%s; stop it, or choose another --set store: nodes cannot share one yet"
                        .formatted(who));
    }

    /** Leaves the node's mark in a database whose tables are there, and watches from now on. */
    void begin() {
        lock.mark(node);
        watch.start();
    }

    /**
     * Called before everything that is written.
     *
     * @throws StoreException when another node might write, too
     */
    void check() {
        switch (state) {
            case HELD -> {}
            case LOST ->
                    throw new StoreUnavailableException(
                            "nothing is written until this node's lock on the database is back");
            case TAKEN ->
                    throw new StoreUnavailableException(
                            "another node has taken the database over: this one writes nothing"
                                    + " more");
        }
    }

    private void watch() {
        while (!closed && state != State.TAKEN) {
            try {
                Thread.sleep(PERIOD);
                look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                tell(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Says why the lock does not come back; every reason once. */
    private void tell(String reason) {
        if (!reason.equals(told)) {
            told = reason;
            LOG.warn("The lock on the database is not back yet: {}", reason);
        }
    }

    private void look() {
        if (state == State.HELD && !lock.isAlive() && !closed) {
            state = State.LOST;
            told = "";
            lock.close();
            LOG.warn(
                    "The connection that holds this node's lock on the database is lost."
                            + " Nothing is written until the lock is back.");
        }
        if (state == State.LOST) {
            takeBack();
        }
    }

    /**
     * Only the mark tells of another node: PostgreSQL may still keep the lock for the connection
     * that this node lost.
     */
    private void takeBack() {
        PostgresLock next = PostgresLock.connect(address);
        boolean back = false;
        try {
            boolean locked = next.tryLock();
            if (!next.isMarked(node)) {
                state = State.TAKEN;
                LOG.error(
                        "ANOTHER NODE HAS TAKEN THE DATABASE OVER while this node's connection to"
                                + " it was lost. This node goes on serving and writes nothing more."
                                + " Stop it; or stop the other one and start this one again.");
            } else if (locked) {
                lock = next;
                back = true;
                state = State.HELD;
                LOG.warn("This node has its lock on the database back; no other node had it.");
            } else {
                tell("PostgreSQL still keeps it for the connection that was lost");
            }
        } finally {
            if (!back) {
                next.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
        boolean interrupted = false;
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        lock.close();
    }
}
