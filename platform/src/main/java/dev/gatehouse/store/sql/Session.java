package dev.gatehouse.store.sql;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where statements run: each on its own, or all inside one transaction. */
interface Session {

    /** Runs queries. */
    <R extends @Nullable Object> R read(Function<Statements, R> work);

    /** Runs one statement that writes; committed when this returns. */
    <R extends @Nullable Object> R write(Function<Statements, R> work);

    /** Runs several statements that write as one; committed when this returns. */
    <R extends @Nullable Object> R atomically(Function<Statements, R> work);

    /** A session whose statements belong to the transaction open on {@code statements}. */
    static Session within(Statements statements) {
        return new Session() {
            @Override
            public <R extends @Nullable Object> R read(Function<Statements, R> work) {
                return work.apply(statements);
            }

            @Override
            public <R extends @Nullable Object> R write(Function<Statements, R> work) {
                return work.apply(statements);
            }

            @Override
            public <R extends @Nullable Object> R atomically(Function<Statements, R> work) {
                return work.apply(statements);
            }
        };
    }
}
