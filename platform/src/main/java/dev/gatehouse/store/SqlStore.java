package dev.gatehouse.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store over either database: both speak the SQL of {@link SqlDocuments}. */
final class SqlStore implements Store {
    private final Engine engine;

    SqlStore(Engine engine) {
        this.engine = engine;
    }

    @Override
    public <T> Documents<T> documents(Kind<T> kind) {
        return new SqlDocuments<>(kind, engine);
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Transaction, R> work) {
        return engine.transact(
                statements -> work.apply(new SqlTransaction(Session.within(statements))));
    }

    @Override
    public void close() {
        engine.close();
    }

    private record SqlTransaction(Session session) implements Transaction {
        @Override
        public <T> Documents<T> documents(Kind<T> kind) {
            return new SqlDocuments<>(kind, session);
        }
    }
}
