package dev.gatehouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
    @TempDir Path folder = Path.of("");

    @Test
    void bothDatabasesHaveEveryMigrationUpToTheNewest() throws Exception {
        assertThat(scripts("sqlite")).isEqualTo(Migrations.NEWEST);
        assertThat(scripts("postgresql")).isEqualTo(Migrations.NEWEST);
    }

    @Test
    void refusesADatabaseOfANewerGatehouse() {
        String url = Databases.SQLITE.freshUrl(folder);
        Store.open(url).close();
        Jdbi.create("jdbc:" + url)
                .useHandle(
                        handle ->
                                handle.execute(
                                        "INSERT INTO flyway_schema_history SELECT 99, '99',"
                                            + " description, type, script, checksum, installed_by,"
                                            + " installed_on, execution_time, success FROM"
                                            + " flyway_schema_history"));

        assertThatThrownBy(() -> Store.open(url))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Gatehouse");
    }

    @Test
    void refusesAnUnknownKindOfUrl() {
        assertThatThrownBy(() -> Store.open("mysql://localhost/x"))
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

    private static long scripts(String database) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(Migrations.class.getResource(database));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.count();
        }
    }
}
