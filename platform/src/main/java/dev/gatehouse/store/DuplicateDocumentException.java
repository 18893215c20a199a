package dev.gatehouse.store;

/** There is a document with this id already. */
public final class DuplicateDocumentException extends StoreException {
    private static final long serialVersionUID = 1L;

    public DuplicateDocumentException(String kind, String id) {
        super(kind + " exists: " + id);
    }
}
