package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that counts the documents that are read from it. */
final class CountedStore implements Store {
    private final Store store;
    private int read;

    CountedStore(Store store) {
        this.store = store;
    }

    /** How many documents {@code work} reads. */
    int readBy(Runnable work) {
        read = 0;
        work.run();
        return read;
    }

    @Override
    public <T> Documents<T> documents(Kind<T> kind) {
        return counted(store.documents(kind));
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Transaction, R> work) {
        return store.transact(
                transaction ->
                        work.apply(
                                new Transaction() {
                                    @Override
                                    public <T> Documents<T> documents(Kind<T> kind) {
                                        return counted(transaction.documents(kind));
                                    }

                                    @Override
                                    public Queue queue(String name) {
                                        return transaction.queue(name);
                                    }
                                }));
    }

    @Override
    public Queue queue(String name) {
        return store.queue(name);
    }

    @Override
    public ChangeFeed changes() {
        return store.changes();
    }

    @Override
    public void close() {
        store.close();
    }

    @SuppressWarnings("unchecked")
    private <T> Documents<T> counted(Documents<T> documents) {
        return (Documents<T>)
                Proxy.newProxyInstance(
                        CountedStore.class.getClassLoader(),
                        new Class<?>[] {Documents.class},
                        (_, method, arguments) -> {
                            try {
                                Object response = method.invoke(documents, arguments);
                                switch (response) {
                                    case Optional<?> found -> read += found.isPresent() ? 1 : 0;
                                    case Collection<?> found -> read += found.size();
                                    case null, default -> {}
                                }
                                return response;
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }
}
