package dev.gatehouse.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Fresh databases of both engines. The PostgreSQL server starts once a test run. */
enum Databases {
    SQLITE {
        @Override
        String freshUrl(Path folder) {
            return "sqlite:" + folder.resolve("store-" + NEXT.incrementAndGet() + ".db");
        }
    },
    POSTGRESQL {
        @Override
        String freshUrl(Path folder) {
            String name = "store" + NEXT.incrementAndGet();
            EmbeddedPostgres server = Server.RUNNING;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/" + name;
        }
    };

    private static final AtomicInteger NEXT = new AtomicInteger();

    abstract String freshUrl(Path folder);

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // As root the server's programs run in a user namespace of their own.
                return EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Path.of("target/postgres").toFile())
                        .setDataDirectory(Files.createTempDirectory("gatehouse-postgres"))
                        .setCleanDataDirectory(true)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
