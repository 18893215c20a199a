package dev.gatehouse.store;

/** The document was written or deleted after it was read. */
public final class StaleDocumentException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StaleDocumentException(String kind, String id) {
        super(kind + " has changed since it was read: " + id);
    }
}
