package dev.gatehouse.store;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Documents as rows keyed by (kind, account, region, id), in SQL that both databases speak. */
final class SqlDocuments<T> implements Documents<T> {
    private static final String KEY =
            " WHERE kind = :kind AND account = :account AND region = :region";
    private static final String FIND = "SELECT id, revision, body FROM documents" + KEY;
    private static final String INSERT =
            "INSERT INTO documents (kind, account, region, id, revision, body) VALUES"
                    + " (:kind, :account, :region, :id, :revision, :body) ON CONFLICT DO NOTHING";
    private static final String PREFIX = " AND id >= :prefix AND id < :end";

    /** Sorts after every character that an id has: a range from a prefix to here is the family. */
    private static final String LAST = "\uDBFF\uDFFF";

    private static final int PAGE = 500;

    private final Kind<T> kind;
    private final Session session;

    SqlDocuments(Kind<T> kind, Session session) {
        this.kind = kind;
        this.session = session;
    }

    @Override
    public Optional<Stored<T>> find(Scope scope, String id) {
        return session.read(
                handle ->
                        in(scope, handle.createQuery(FIND + " AND id = :id"))
                                .bind("id", id)
                                .map(this::stored)
                                .findOne());
    }

    @Override
    public List<Stored<T>> list(Scope scope, String idPrefix, @Nullable String afterId, int limit) {
        String sql = FIND + PREFIX + " AND id > :after ORDER BY id LIMIT :limit";
        return session.read(
                handle ->
                        in(scope, handle.createQuery(sql))
                                .bind("prefix", idPrefix)
                                .bind("end", idPrefix + LAST)
                                .bind("after", afterId == null ? "" : afterId)
                                .bind("limit", limit)
                                .map(this::stored)
                                .list());
    }

    @Override
    public int count(Scope scope, String idPrefix) {
        String sql = "SELECT count(*) FROM documents" + KEY + PREFIX;
        return session.read(
                handle ->
                        in(scope, handle.createQuery(sql))
                                .bind("prefix", idPrefix)
                                .bind("end", idPrefix + LAST)
                                .mapTo(Integer.class)
                                .one());
    }

    @Override
    public Stored<T> insert(Scope scope, String id, T value) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of a document is not empty");
        }
        // A random start: a document deleted and made again is not mistaken for the one before it.
        long revision = ThreadLocalRandom.current().nextLong(1, 1L << 48);
        String body = DocumentJson.write(value);
        int rows =
                session.write(
                        handle ->
                                in(scope, handle.createUpdate(INSERT))
                                        .bind("id", id)
                                        .bind("revision", revision)
                                        .bind("body", body)
                                        .execute());
        if (rows == 0) {
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
        String sql = "DELETE FROM documents" + KEY + " AND id = :id";
        return session.write(handle -> in(scope, handle.createUpdate(sql)).bind("id", id).execute())
                > 0;
    }

    @Override
    public int deleteAll(Scope scope, String idPrefix) {
        String sql = "DELETE FROM documents" + KEY + PREFIX;
        return session.write(
                handle ->
                        in(scope, handle.createUpdate(sql))
                                .bind("prefix", idPrefix)
                                .bind("end", idPrefix + LAST)
                                .execute());
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
        String sql =
                "SELECT account, region, id, revision, body FROM documents WHERE kind = :kind"
                        + " AND (account, region, id) > (:account, :region, :id)"
                        + " ORDER BY account, region, id LIMIT :limit";
        return session.read(
                handle ->
                        handle.createQuery(sql)
                                .bind("kind", kind.name())
                                .bind("account", last == null ? "" : last.scope().account().value())
                                .bind("region", last == null ? "" : last.scope().region().name())
                                .bind("id", last == null ? "" : last.document().id())
                                .bind("limit", PAGE)
                                .map(this::row)
                                .list());
    }

    private boolean overwrite(Scope scope, Stored<T> current, T value) {
        String sql =
                "UPDATE documents SET body = :body, revision = revision + 1"
                        + KEY
                        + " AND id = :id AND revision = :revision";
        String body = DocumentJson.write(value);
        return session.write(
                        handle ->
                                in(scope, handle.createUpdate(sql))
                                        .bind("id", current.id())
                                        .bind("revision", current.revision())
                                        .bind("body", body)
                                        .execute())
                > 0;
    }

    private <S extends SqlStatement<S>> S in(Scope scope, S statement) {
        return statement
                .bind("kind", kind.name())
                .bind("account", scope.account().value())
                .bind("region", scope.region().name());
    }

    private Stored<T> stored(ResultSet row, StatementContext context) throws SQLException {
        return new Stored<>(
                row.getString("id"),
                DocumentJson.read(row.getString("body"), kind.type()),
                row.getLong("revision"));
    }

    private Row<T> row(ResultSet row, StatementContext context) throws SQLException {
        Scope scope =
                new Scope(
                        new AccountId(row.getString("account")),
                        new Region(row.getString("region")));
        return new Row<>(scope, stored(row, context));
    }

    private record Row<T>(Scope scope, Stored<T> document) {}
}
