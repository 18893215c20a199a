package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in a file of the node: write-ahead log, every commit flushed ({@code synchronous=FULL}),
 * one writer, and a few readers that never wait for it.
 */
final class SqliteEngine implements Engine {
    private final WriteAheadLog log;
    private final SqliteReaders readers;
    private final SqliteWriter writer;

    private SqliteEngine(WriteAheadLog log, SqliteReaders readers, SqliteWriter writer) {
        this.log = log;
        this.readers = readers;
        this.writer = writer;
    }

    static SqliteEngine open(String url) {
        Path file = Path.of(url.substring("sqlite:".length())).toAbsolutePath();
        try {
            OwnFiles.folder(file.resolveSibling(""));
        } catch (IOException e) {
            throw new StoreException("no folder for the database " + file, e);
        }
        String jdbcUrl = "jdbc:sqlite:" + file;
        WriteAheadLog log = new WriteAheadLog(file);
        log.check();
        Statements statements = SqliteReaders.connect(jdbcUrl);
        Migrations.SQLITE.apply(statements, jdbcUrl, null, null);
        SqlQueue.endClaims(statements);
        return new SqliteEngine(
                log, new SqliteReaders(jdbcUrl), new SqliteWriter(statements, log::begin));
    }

    @Override
    public <R extends @Nullable Object> R read(Function<Statements, R> work) {
        return readers.read(work);
    }

    @Override
    public <R extends @Nullable Object> R write(Function<Statements, R> work) {
        return writer.write(work);
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Statements, R> work) {
        return writer.write(work);
    }

    /** There is one writer. */
    @Override
    public String skipLocked() {
        return "";
    }

    @Override
    public void close() {
        log.end();
        writer.close();
        readers.close();
    }
}
