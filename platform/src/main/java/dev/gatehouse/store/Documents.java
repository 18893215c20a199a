package dev.gatehouse.store;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one kind. Ids are non-empty; children carry their parent's id as a path, such as
 * {@code apiId/routes/routeId}, so that a prefix lists or deletes a family. A write that returned
 * survives the death of the process and of the machine.
 */
public interface Documents<T> {

    /** The document with this id. */
    Optional<Stored<T>> find(Scope scope, String id);

    /**
     * Documents in the order of their ids (by UTF-8 bytes).
     *
     * @param idPrefix what the ids start with; empty for all
     * @param afterId the last id of the page before, or null for the first page
     * @param limit the most to return, at least 1
     */
    List<Stored<T>> list(Scope scope, String idPrefix, @Nullable String afterId, int limit);

    /**
     * Documents in the opposite order.
     *
     * @param beforeId the last id of the page before, or null for the first page
     * @param limit the most to return, at least 1
     */
    List<Stored<T>> listBackwards(
            Scope scope, String idPrefix, @Nullable String beforeId, int limit);

    /** How many documents have ids that start with a prefix; reads none of them. */
    int count(Scope scope, String idPrefix);

    /**
     * Adds a document.
     *
     * @throws DuplicateDocumentException when the id is taken; the one that is there stays
     */
    Stored<T> insert(Scope scope, String id, T value);

    /**
     * Replaces what was read before.
     *
     * @throws StaleDocumentException when it was written or deleted since
     */
    Stored<T> replace(Scope scope, Stored<T> current, T value);

    /**
     * Changes a document, however many others change it at the same time: {@code change} runs again
     * on the newer value when another writer was faster, so it must be free of side effects.
     *
     * @return the document as changed, or empty when there is none
     */
    Optional<Stored<T>> update(Scope scope, String id, UnaryOperator<T> change);

    /** Deletes a document; false when there was none. */
    boolean delete(Scope scope, String id);

    /** Deletes all documents whose ids start with a prefix, and says how many. */
    int deleteAll(Scope scope, String idPrefix);

    /** Shows every document of every scope, page by page: for what is built at start. */
    void forEach(BiConsumer<Scope, Stored<T>> action);
}
