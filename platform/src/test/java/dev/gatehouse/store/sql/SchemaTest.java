package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class SchemaTest {
    @TempDir Path folder = Path.of("");

    @Test
    void bothDatabasesHaveEveryMigrationUpToTheNewest() throws Exception {
        assertThat(scripts("sqlite")).isEqualTo(Migrations.SCRIPTS);
        assertThat(scripts("postgresql")).isEqualTo(Migrations.SCRIPTS);
    }

    @Test
    void rejectsADatabaseOfANewerGatehouse() {
        String url = Databases.SQLITE.freshUrl(folder);
        SqlStore.open(url).close();
        try (Statements database = Statements.connect("jdbc:" + url, new Properties())) {
            database.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> SqlStore.open(url))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Gatehouse");
    }

    @Test
    void rejectsADatabaseWhoseDocumentsItCannotReadAndSaysWhatToDo() {
        String url = Databases.SQLITE.freshUrl(folder);
        SqlStore.open(url).close();
        try (Statements database = Statements.connect("jdbc:" + url, new Properties())) {
            database.execute("PRAGMA user_version = 1");
        }

        assertThatThrownBy(() -> SqlStore.open(url))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by an earlier Gatehouse")
                .hasMessageContaining("choose another data folder");
    }

    @Test
    void rejectsAnUnknownKindOfUrl() {
        assertThatThrownBy(() -> SqlStore.open("mysql://localhost/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sqlite:PATH");
    }

    @Test
    void takesUserAndPasswordOutOfAPostgresqlUrl() {
        assertThat(
                        PostgresAddress.parse(
                                URI.create("postgresql://me:p%40ss+@db:5433/x?sslmode=require")))
                .isEqualTo(
                        new PostgresAddress(
                                "jdbc:postgresql://db:5433/x?sslmode=require", "me", "p@ss+"));
    }

    @Test
    void aDatabaseMadeWithoutFlywayCanBeMigratedByIt() {
        String url = Databases.SQLITE.freshUrl(folder);
        SqlStore.open(url).close();

        int run =
                Flyway.configure()
                        .dataSource("jdbc:" + url, null, null)
                        .locations("classpath:dev/gatehouse/store/sql/sqlite")
                        .baselineOnMigrate(true)
                        .baselineVersion(String.valueOf(Migrations.NEWEST))
                        .load()
                        .migrate()
                        .migrationsExecuted;

        assertThat(run).isZero();
        SqlStore.open(url).close();
    }

    @Test
    void flywayAndWeMakeTheSameTables() {
        String ours = Databases.SQLITE.freshUrl(folder);
        String flyways = Databases.SQLITE.freshUrl(folder);
        SqlStore.open(ours).close();
        Flyway.configure()
                .dataSource("jdbc:" + flyways, null, null)
                .locations("classpath:dev/gatehouse/store/sql/sqlite")
                .load()
                .migrate();

        assertThat(tables(ours)).isEqualTo(tables(flyways));
        SqlStore.open(flyways).close();
    }

    private static List<String> tables(String url) {
        try (Statements database = Statements.connect("jdbc:" + url, new Properties())) {
            return database.query(
                    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                            + " 'flyway%'",
                    row -> row.getString(1));
        }
    }

    private static List<String> scripts(String database) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(Migrations.class.getResource(database));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
