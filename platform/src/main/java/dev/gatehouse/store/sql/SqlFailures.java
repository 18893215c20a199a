package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the databases' own errors mean to an operator. */
final class SqlFailures {
    /** What is left of a disk when nothing more can be written to it. */
    private static final long HARDLY_ANY_BYTES = 64 * 1024;

    private static final String SQLITE_URL = "jdbc:sqlite:";
    private static final String DISK_FULL = "53100";

    private SqlFailures() {}

    /** A connection could not be made. */
    static StoreException opening(String url, SQLException cause) {
        String message = "cannot open the database: " + cause.getMessage();
        return known(url, cause)
                .orElseGet(
                        () ->
                                isAway(cause)
                                        ? new StoreUnavailableException(message, cause)
                                        : new StoreException(message, cause));
    }

    /** A statement did not do as told. */
    static StoreException running(String url, String sql, SQLException cause) {
        return known(url, cause)
                .orElseGet(
                        () ->
                                isAway(cause)
                                        ? new StoreUnavailableException(
                                                "the database is away: " + cause.getMessage(),
                                                cause)
                                        : new StoreException(
                                                "the database failed: %s in: %s"
                                                        .formatted(cause.getMessage(), sql),
                                                cause));
    }

    private static Optional<StoreException> known(String url, SQLException cause) {
        if (cause instanceof SQLiteException sqlite) {
            return ofSqlite(Path.of(url.substring(SQLITE_URL.length())), sqlite);
        }
        return DISK_FULL.equals(cause.getSQLState())
                ? Optional.of(
                        new StoreUnavailableException(
                                "no space left on the database's machine: " + cause.getMessage(),
                                cause))
                : Optional.empty();
    }

    private static Optional<StoreException> ofSqlite(Path file, SQLiteException cause) {
        SQLiteErrorCode code = cause.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_FULL
                || (code.name().startsWith("SQLITE_IOERR") && isDiskFull(file))) {
            return Optional.of(
                    new StoreUnavailableException("no space left in " + file.getParent(), cause));
        }
        if (code.name().startsWith("SQLITE_CORRUPT") || code == SQLiteErrorCode.SQLITE_NOTADB) {
            return Optional.of(
                    new StoreException(
                            "the database %s is damaged (%s); restore it from a backup, or choose another data folder"
                                    .formatted(file, cause.getMessage()),
                            cause));
        }
        return Optional.empty();
    }

    private static boolean isDiskFull(Path file) {
        Path folder = file.getParent();
        return folder != null && folder.toFile().getUsableSpace() < HARDLY_ANY_BYTES;
    }

    /** Connections that are lost or not granted, and servers that stop or start. */
    private static boolean isAway(SQLException cause) {
        String state = cause.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
    }
}
