package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.ChangeFeed;
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

    private final Subscriptions subscriptions;
    private final String owner;

    private SqliteEngine(
            WriteAheadLog log,
            SqliteReaders readers,
            SqliteWriter writer,
            Subscriptions subscriptions,
            String owner) {
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.log = log;
        this.readers = readers;
        this.writer = writer;
    }

    /**
     * @param owner whose claims of messages are this node's
     */
    static SqliteEngine open(String url, String owner) {
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
        SqlQueue.endClaims(statements, owner);
        Subscriptions subscriptions = new Subscriptions();
        return new SqliteEngine(
                log,
                new SqliteReaders(jdbcUrl),
                new SqliteWriter(statements, log::begin, subscriptions),
                subscriptions,
                owner);
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

    /** There is one node, so what it changes is all there is to hear of. */
    @Override
    public ChangeFeed changes() {
        return subscriptions::add;
    }

    @Override
    public String owner() {
        return owner;
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
