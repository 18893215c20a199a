package dev.gatehouse.store.sql;

import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to SQLite. Writes that wait while a commit is on its way to the disk
 * share the next one: under load the cost of a flush is divided among them. A platform thread,
 * since a flush inside SQLite would hold on to a virtual thread's carrier.
 */
final class SqliteWriter implements AutoCloseable {
    private static final int WAITING_MAX = 1024;
    private static final int BATCH_MAX = 128;

    private final BlockingQueue<Write<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Statements statements;
    private final Runnable firstCommit;
    private final Subscriptions subscriptions;
    private final Thread thread;
    private boolean committed;
    private long changes;
    private volatile boolean closed;

    /**
     * @param firstCommit runs once something is committed
     * @param subscriptions who hears of what is
     */
    SqliteWriter(Statements statements, Runnable firstCommit, Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
        this.statements = statements;
        this.firstCommit = firstCommit;
        this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().unstarted(this::run);
        thread.start();
    }

    /** Runs work as a transaction of its own; returns once it is on the disk. */
    <R extends @Nullable Object> R write(Function<Statements, R> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a transaction may not start another one");
        }
        Write<R> write = new Write<>(work);
        try {
            waiting.put(write);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting to write", e);
        }
        if (closed) {
            failWaiting();
        }
        return write.join();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        failWaiting();
        statements.close();
    }

    private void run() {
        List<Write<?>> batch = new ArrayList<>(BATCH_MAX);
        while (!closed) {
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                continue;
            }
            waiting.drainTo(batch, BATCH_MAX - 1);
            commit(batch);
            batch.clear();
        }
    }

    private void commit(List<Write<?>> batch) {
        try {
            statements.execute("BEGIN IMMEDIATE");
            for (Write<?> write : batch) {
                write.run(statements);
            }
            statements.execute("COMMIT");
            if (!committed) {
                committed = true;
                firstCommit.run();
            }
        } catch (RuntimeException | Error e) {
            abandon();
            StoreException failure =
                    e instanceof StoreException known
                            ? known
                            : new StoreException("SQLite could not write", e);
            batch.forEach(write -> write.fail(failure));
            return;
        }
        for (Write<?> write : batch) {
            subscriptions.tellOwn(numbered(write.announced));
            write.respond();
        }
    }

    private List<DocumentChange> numbered(List<Announcement> announced) {
        List<DocumentChange> numbered = new ArrayList<>();
        announced.forEach(each -> numbered.add(each.own(++changes)));
        return numbered;
    }

    private void abandon() {
        try {
            statements.execute("ROLLBACK");
        } catch (RuntimeException e) {
            // SQLite has rolled back by itself, as it does after some errors.
        }
    }

    private void failWaiting() {
        StoreException failure = new StoreException("the store is closed");
        for (Write<?> write = waiting.poll(); write != null; write = waiting.poll()) {
            write.fail(failure);
        }
    }

    /** One caller's work, and the place where it waits for the common commit. */
    private static final class Write<R extends @Nullable Object> {
        private final Function<Statements, R> work;
        private final CompletableFuture<R> committed = new CompletableFuture<>();
        private @Nullable Outcome<R> outcome;
        private List<Announcement> announced = List.of();

        Write(Function<Statements, R> work) {
            this.work = work;
        }

        /** Fails alone: what the others of the batch wrote stays. */
        void run(Statements statements) {
            statements.execute("SAVEPOINT one");
            try {
                outcome = new Outcome<>(work.apply(statements), null);
                announced = statements.takeAnnouncements();
            } catch (RuntimeException | Error e) {
                statements.takeAnnouncements();
                statements.execute("ROLLBACK TO one");
                outcome = new Outcome<>(null, e);
            }
            statements.execute("RELEASE one");
        }

        void respond() {
            Outcome<R> done = Objects.requireNonNull(outcome);
            if (done.failure() != null) {
                committed.completeExceptionally(done.failure());
            } else {
                committed.complete(done.value());
            }
        }

        void fail(StoreException failure) {
            committed.completeExceptionally(failure);
        }

        R join() {
            try {
                return committed.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    private record Outcome<R extends @Nullable Object>(
            @Nullable R value, @Nullable Throwable failure) {}
}
