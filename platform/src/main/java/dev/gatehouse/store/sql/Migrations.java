package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings a database's schema up to date; the scripts are resources beside this class. */
enum Migrations {
    SQLITE("sqlite") {
        @Override
        boolean create(Statements statements) {
            statements.execute("BEGIN IMMEDIATE");
            try {
                SCRIPTS.forEach(script -> statements.script(text(script)));
                statements.execute("PRAGMA user_version = " + NEWEST);
                statements.execute("COMMIT");
            } catch (RuntimeException e) {
                statements.execute("ROLLBACK");
                throw e;
            }
            return true;
        }

        @Override
        int createdAs(Statements statements) {
            return statements.number("PRAGMA user_version");
        }
    },

    POSTGRESQL("postgresql") {
        /** Left to Flyway: a start is not what counts here. */
        @Override
        boolean create(Statements statements) {
            return false;
        }

        @Override
        int createdAs(Statements statements) {
            return 0;
        }
    };

    /** What both folders hold; a test compares. */
    static final List<String> SCRIPTS =
            List.of("V1__documents.sql", "V2__indices.sql", "V3__messages.sql", "V4__nodes.sql");

    static final int NEWEST = SCRIPTS.size();

    /**
     * The first version whose documents are read. Those of version 1, before any release, lack
     * documents by which others are found.
     */
    private static final int OLDEST = 2;

    private final String folder;

    Migrations(String folder) {
        this.folder = folder;
    }

    /** Makes the newest schema in an empty database; false when that is left to Flyway. */
    abstract boolean create(Statements statements);

    /** The version {@link #create} made, 0 when it did not. */
    abstract int createdAs(Statements statements);

    /**
     * Runs the scripts that have not run yet. Flyway is only loaded for a database that has an
     * older schema: it costs more than the rest of the store's start.
     */
    void apply(
            Statements statements,
            String jdbcUrl,
            @Nullable String user,
            @Nullable String password) {
        int version = version(statements);
        if (version == NEWEST || (version == 0 && create(statements))) {
            return;
        }
        if (version > 0 && version < OLDEST) {
            throw new StoreException(
                    "the database was written by an earlier Gatehouse (schema version %d; this one reads %d and later); choose another data folder or database, or remove this one"
                            .formatted(version, OLDEST));
        }
        if (version < NEWEST) {
            migrate(createdAs(statements), jdbcUrl, user, password);
            version = version(statements);
        }
        if (version != NEWEST) {
            throw new StoreException(
                    "the database has schema version "
                            + version
                            + ", written by a newer Gatehouse; this one knows up to "
                            + NEWEST);
        }
    }

    private void migrate(
            int from, String jdbcUrl, @Nullable String user, @Nullable String password) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(jdbcUrl, user, password)
                    .locations("classpath:dev/gatehouse/store/sql/" + folder)
                    .baselineOnMigrate(from > 0)
                    .baselineVersion(String.valueOf(from))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the database's schema could not be brought up to date: " + e.getMessage(), e);
        }
    }

    private int version(Statements statements) {
        return Math.max(createdAs(statements), migratedTo(statements));
    }

    private static int migratedTo(Statements statements) {
        try {
            return statements.number(
                    "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE"
                            + " success");
        } catch (StoreException e) {
            return 0;
        }
    }

    String text(String script) {
        try (InputStream resource = Migrations.class.getResourceAsStream(folder + "/" + script)) {
            return new String(
                    Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
