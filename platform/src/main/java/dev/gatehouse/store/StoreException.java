package dev.gatehouse.store;

import java.sql.SQLException;

/** The database failed, or holds what this Gatehouse cannot read. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }

    /** The database's own code for what went wrong, such as 40001; empty when it gave none. */
    String sqlState() {
        return getCause() instanceof SQLException cause && cause.getSQLState() != null
                ? cause.getSQLState()
                : "";
    }
}
