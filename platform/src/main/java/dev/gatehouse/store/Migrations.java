package dev.gatehouse.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Brings a database's schema up to date; the scripts are resources beside this class. */
enum Migrations {
    SQLITE("sqlite"),
    POSTGRESQL("postgresql");

    /** The version of the newest script in both folders; a test compares them. */
    static final int NEWEST = 1;

    private final String folder;

    Migrations(String folder) {
        this.folder = folder;
    }

    /**
     * Runs the scripts that have not run yet. Flyway itself is only loaded when there are some: it
     * costs more than the rest of the store's start.
     */
    void apply(Handle handle, String jdbcUrl, @Nullable String user, @Nullable String password) {
        if (version(handle) == NEWEST) {
            return;
        }
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(jdbcUrl, user, password)
                    .locations("classpath:dev/gatehouse/store/" + folder)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException("the database's schema could not be brought up to date", e);
        }
        int version = version(handle);
        if (version != NEWEST) {
            throw new StoreException(
                    "the database has schema version "
                            + version
                            + ", written by a newer Gatehouse; this one knows up to "
                            + NEWEST);
        }
    }

    private static int version(Handle handle) {
        try {
            return handle.createQuery(
                            "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"
                                    + " WHERE success")
                    .mapTo(Integer.class)
                    .findOne()
                    .orElse(0);
        } catch (JdbiException e) {
            return 0;
        }
    }
}
