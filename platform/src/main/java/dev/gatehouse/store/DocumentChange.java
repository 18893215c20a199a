package dev.gatehouse.store;

/**
 * A committed change of a document that others compile something from.
 *
 * @param number counts the changes of a store: a later commit has a higher one; some are left out
 * @param kind the name of the document's kind
 * @param id its id within its kind and scope
 * @param revision its revision since then; 0 when it was deleted
 * @param own whether it was made through this store, not by another node
 */
public record DocumentChange(
        long number, String kind, Scope scope, String id, long revision, boolean own) {}
