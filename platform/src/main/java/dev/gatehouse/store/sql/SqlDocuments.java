package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StaleDocumentException;
import dev.gatehouse.store.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents as rows keyed by (kind, account, region, id), in SQL that both databases speak. */
final class SqlDocuments<T> implements Documents<T> {
    private static final String KEY = " WHERE kind = ? AND account = ? AND region = ?";
    private static final String ID = KEY + " AND id = ?";
    private static final String FAMILY = KEY + " AND id >= ? AND id < ?";
    private static final String COLUMNS = "account, region, id, revision, body";
    private static final String FIND = "SELECT " + COLUMNS + " FROM documents" + ID;
    private static final String LIST =
            "SELECT " + COLUMNS + " FROM documents" + FAMILY + " AND id > ? ORDER BY id LIMIT ?";
    private static final String LIST_BACKWARDS =
            "SELECT "
                    + COLUMNS
                    + " FROM documents"
                    + FAMILY
                    + " AND id < ? ORDER BY id DESC LIMIT ?";
    private static final String COUNT = "SELECT count(*) FROM documents" + FAMILY;
    private static final String INSERT =
            "INSERT INTO documents (kind, account, region, id, revision, body)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String OVERWRITE =
            "UPDATE documents SET body = ?, revision = revision + 1" + ID + " AND revision = ?";
    private static final String DELETE = "DELETE FROM documents" + ID;
    private static final String DELETE_ALL = "DELETE FROM documents" + FAMILY;
    private static final String RETURNING_ID = " RETURNING id";
    private static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + " FROM documents WHERE kind = ? AND (account, region, id) > (?, ?, ?)"
                    + " ORDER BY account, region, id LIMIT ?";

    /** Sorts after every character that an id has: a range from a prefix to here is the family. */
    private static final String LAST = "\uDBFF\uDFFF";

    private static final int PAGE_ROWS = 500;

    /** What stands for the revision of a document that is deleted. */
    private static final long GONE = 0;

    private final Kind<T> kind;
    private final Session session;

    SqlDocuments(Kind<T> kind, Session session) {
        this.kind = kind;
        this.session = session;
    }

    @Override
    public Optional<Stored<T>> find(Scope scope, String id) {
        return session
                .read(statements -> statements.query(FIND, this::stored, key(scope, id)))
                .stream()
                .findFirst();
    }

    @Override
    public List<Stored<T>> list(Scope scope, String idPrefix, @Nullable String afterId, int limit) {
        String after = afterId == null ? "" : afterId;
        Object[] values = key(scope, idPrefix, idPrefix + LAST, after, limit);
        return session.read(statements -> statements.query(LIST, this::stored, values));
    }

    @Override
    public List<Stored<T>> listBackwards(
            Scope scope, String idPrefix, @Nullable String beforeId, int limit) {
        String last = idPrefix + LAST;
        Object[] values = key(scope, idPrefix, last, beforeId == null ? last : beforeId, limit);
        return session.read(statements -> statements.query(LIST_BACKWARDS, this::stored, values));
    }

    @Override
    public int count(Scope scope, String idPrefix) {
        Object[] values = key(scope, idPrefix, idPrefix + LAST);
        return session.read(statements -> statements.number(COUNT, values));
    }

    @Override
    public Stored<T> insert(Scope scope, String id, T value) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of a document is not empty");
        }
        // A random start: a document deleted and made again is not mistaken for the one before it.
        long revision = ThreadLocalRandom.current().nextLong(1, 1L << 48);
        Object[] values = key(scope, id, revision, DocumentJson.write(value));
        if (!write(INSERT, scope, id, revision, values)) {
            throw new DuplicateDocumentException(kind.name(), id);
        }
        return new Stored<>(id, value, revision);
    }

    @Override
    public Stored<T> replace(Scope scope, Stored<T> current, T value) {
        if (!overwrite(scope, current, value)) {
            throw new StaleDocumentException(kind.name(), current.id());
        }
        return new Stored<>(current.id(), value, current.revision() + 1);
    }

    @Override
    public Optional<Stored<T>> update(Scope scope, String id, UnaryOperator<T> change) {
        while (true) {
            Optional<Stored<T>> found = find(scope, id);
            if (found.isEmpty()) {
                return found;
            }
            Stored<T> current = found.get();
            T value = change.apply(current.value());
            if (overwrite(scope, current, value)) {
                return Optional.of(new Stored<>(id, value, current.revision() + 1));
            }
        }
    }

    @Override
    public boolean delete(Scope scope, String id) {
        return write(DELETE, scope, id, GONE, key(scope, id));
    }

    @Override
    public int deleteAll(Scope scope, String idPrefix) {
        Object[] values = key(scope, idPrefix, idPrefix + LAST);
        if (!kind.announced()) {
            return session.write(statements -> statements.update(DELETE_ALL, values));
        }
        return session.atomically(
                statements -> {
                    List<String> ids =
                            statements.query(
                                    DELETE_ALL + RETURNING_ID, row -> row.getString(1), values);
                    ids.forEach(id -> announce(statements, scope, id, GONE));
                    return ids.size();
                });
    }

    @Override
    public void forEach(BiConsumer<Scope, Stored<T>> action) {
        List<Row<T>> page = rowsAfter(null);
        while (!page.isEmpty()) {
            for (Row<T> row : page) {
                action.accept(row.scope(), row.document());
            }
            page = rowsAfter(page.getLast());
        }
    }

    private List<Row<T>> rowsAfter(@Nullable Row<T> last) {
        Object[] values = {
            kind.name(),
            last == null ? "" : last.scope().account().value(),
            last == null ? "" : last.scope().region().name(),
            last == null ? "" : last.document().id(),
            PAGE_ROWS
        };
        return session.read(statements -> statements.query(PAGE, this::row, values));
    }

    private boolean overwrite(Scope scope, Stored<T> current, T value) {
        Object[] values =
                Stream.concat(
                                Stream.of(DocumentJson.write(value)),
                                Stream.of(key(scope, current.id(), current.revision())))
                        .toArray();
        return write(OVERWRITE, scope, current.id(), current.revision() + 1, values);
    }

    /** Writes one document, and notes that when others need to hear of it; false when none is. */
    private boolean write(String sql, Scope scope, String id, long revision, Object... values) {
        if (!kind.announced()) {
            return session.write(statements -> statements.update(sql, values)) > 0;
        }
        return session.atomically(
                statements -> {
                    boolean written = statements.update(sql, values) > 0;
                    if (written) {
                        announce(statements, scope, id, revision);
                    }
                    return written;
                });
    }

    private void announce(Statements statements, Scope scope, String id, long revision) {
        statements.announce(new Announcement(kind.name(), scope, id, revision));
    }

    /** The values of a key, and those that come after it. */
    private Object[] key(Scope scope, Object... more) {
        return Stream.concat(
                        Stream.of(kind.name(), scope.account().value(), scope.region().name()),
                        Stream.of(more))
                .toArray();
    }

    private Stored<T> stored(ResultSet row) throws SQLException {
        return new Stored<>(
                row.getString("id"),
                DocumentJson.read(row.getString("body"), kind.type()),
                row.getLong("revision"));
    }

    private Row<T> row(ResultSet row) throws SQLException {
        Scope scope =
                new Scope(
                        new AccountId(row.getString("account")),
                        new Region(row.getString("region")));
        return new Row<>(scope, stored(row));
    }

    private record Row<T>(Scope scope, Stored<T> document) {}
}
