package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A connection, and the statements run on it; by one thread at a time. Their values stand in the
 * order of the question marks.
 *
 * <p>Every method throws {@link StoreException} when the database does not do as told.
 */
final class Statements implements AutoCloseable {
    private final Connection connection;
    private final String url;
    private final List<Announcement> announcements = new ArrayList<>();

    /**
     * @param url of the database that the connection leads to
     */
    Statements(Connection connection, String url) {
        this.connection = connection;
        this.url = url;
    }

    /** Makes a row into what is wanted of it. */
    @FunctionalInterface
    interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    static Statements connect(String jdbcUrl, Properties options) {
        try {
            return new Statements(DriverManager.getConnection(jdbcUrl, options), jdbcUrl);
        } catch (SQLException e) {
            throw SqlFailures.opening(jdbcUrl, e);
        }
    }

    <R> List<R> query(String sql, RowReader<R> reader, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                List<R> found = new ArrayList<>();
                while (row.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Notes a change that subscribers hear of once it is committed. */
    void announce(Announcement change) {
        announcements.add(change);
    }

    /** What was noted since it was last asked for. */
    List<Announcement> takeAnnouncements() {
        List<Announcement> taken = List.copyOf(announcements);
        announcements.clear();
        return taken;
    }

    /** Runs a query that has one row with one number. */
    int number(String sql, Object... values) {
        return query(sql, row -> row.getInt(1), values).getFirst();
    }

    /** Writes; how many rows that changed. */
    int update(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Runs a statement without values; what it returns is let go. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Runs statements parted by semicolons. */
    void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("a connection to the database could not be closed", e);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** The database's own code for what went wrong, such as 40001; empty when it gave none. */
    static String state(StoreException failure) {
        return failure.getCause() instanceof SQLException cause && cause.getSQLState() != null
                ? cause.getSQLState()
                : "";
    }

    private StoreException failed(String sql, SQLException cause) {
        return SqlFailures.running(url, sql, cause);
    }
}
