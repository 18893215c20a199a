package dev.gatehouse.store;

/** The store as one transaction sees it. Valid until the transaction ends. */
public interface Transaction {

    /** The documents of a kind, within the transaction. */
    <T> Documents<T> documents(Kind<T> kind);

    /** A queue, within the transaction. */
    Queue queue(String name);
}
