package dev.gatehouse.store.sql;

import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A queue as rows of one table, in SQL that both databases speak but for a lock. */
final class SqlQueue implements Queue {
    private static final String ENQUEUE =
            "INSERT INTO messages (queue, family, due, lease, owner, deliveries, state, payload)"
                    + " VALUES (?, ?, ?, 0, '', 0, ?, ?)";
    private static final String CLAIM =
            "UPDATE messages SET lease = ?, owner = ?, due = ?, deliveries = deliveries + 1 WHERE"
                + " id IN (SELECT id FROM messages WHERE queue = ? AND family = ? AND due <= ?"
                + " ORDER BY due, id LIMIT ?%s) RETURNING id, lease, deliveries, state, payload";
    private static final String EXTEND = "UPDATE messages SET due = ?";
    private static final String GIVE_BACK =
            "UPDATE messages SET due = ?, lease = 0, deliveries = deliveries - 1";
    private static final String COMPLETE = "DELETE FROM messages";
    private static final String RETRY =
            "UPDATE messages SET due = ?, state = ?, lease = 0, deliveries = 0"
                    + " WHERE id = ? AND lease = ?";
    private static final String SIZE = "SELECT count(*) FROM messages WHERE queue = ?";

    /** Steps from family to family through the index, however many messages each has. */
    private static final String FAMILIES =
            """
            WITH RECURSIVE found(family) AS (
              SELECT min(family) FROM messages WHERE queue = ?
              UNION ALL
              SELECT (SELECT min(family) FROM messages WHERE queue = ? AND family > found.family)
              FROM found WHERE found.family IS NOT NULL)
            SELECT family, (SELECT min(due) FROM messages
                            WHERE queue = ? AND messages.family = found.family) AS due
            FROM found WHERE family IS NOT NULL
            """;

    private static final int SUSPECT_DELIVERIES = 5;
    private static final Duration SUSPECT_PAUSE = Duration.ofMinutes(5);

    /** Bounds the placeholders of one statement. */
    private static final int CHUNK = 200;

    private final String name;
    private final Session session;
    private final String claim;
    private final String owner;

    /**
     * @param owner the node that claims
     * @param skipLocked what keeps two nodes from waiting for each other's rows; may be empty
     */
    SqlQueue(String name, Session session, String owner, String skipLocked) {
        this.owner = owner;
        this.name = name;
        this.session = session;
        this.claim = CLAIM.formatted(skipLocked);
    }

    /**
     * Ends a node's claims: for a node that starts, and so works on no message yet; those of others
     * end with their leases. A message that was claimed again and again when its node ended may be
     * what ends nodes: it waits until others had their turn.
     */
    static void endClaims(Statements statements, String owner) {
        statements.update(
                "UPDATE messages SET lease = 0,"
                        + " due = CASE WHEN deliveries >= ? THEN due + ? ELSE 0 END"
                        + " WHERE lease <> 0 AND owner IN (?, '')",
                SUSPECT_DELIVERIES,
                SUSPECT_PAUSE.toMillis(),
                owner);
    }

    @Override
    public void enqueue(String family, Instant due, String state, byte[] payload) {
        if (family.isEmpty()) {
            throw new IllegalArgumentException("the family of a message is not empty");
        }
        long millis = due.toEpochMilli();
        session.write(
                statements -> statements.update(ENQUEUE, name, family, millis, state, payload));
    }

    @Override
    public List<Message> claim(String family, Instant now, Instant until, int most) {
        long lease = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        Object[] values = {
            lease, owner, until.toEpochMilli(), name, family, now.toEpochMilli(), most
        };
        List<Message> claimed =
                new ArrayList<>(
                        session.write(
                                statements -> statements.query(claim, SqlQueue::message, values)));
        claimed.sort(Comparator.comparingLong(Message::id));
        return claimed;
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong("id"),
                row.getLong("lease"),
                row.getInt("deliveries"),
                row.getString("state"),
                row.getBytes("payload"));
    }

    @Override
    public void extend(Collection<Message> claimed, Instant until) {
        change(EXTEND, claimed, until.toEpochMilli());
    }

    @Override
    public int complete(Collection<Message> claimed) {
        return change(COMPLETE, claimed);
    }

    @Override
    public void retry(Message claimed, Instant due, String state) {
        Object[] values = {due.toEpochMilli(), state, claimed.id(), claimed.lease()};
        session.write(statements -> statements.update(RETRY, values));
    }

    @Override
    public void giveBack(Collection<Message> claimed, Instant due) {
        change(GIVE_BACK, claimed, due.toEpochMilli());
    }

    private int change(String sql, Collection<Message> claimed, Object... values) {
        List<Message> left = List.copyOf(claimed);
        int changed = 0;
        for (int from = 0; from < left.size(); from += CHUNK) {
            List<Message> chunk = left.subList(from, Math.min(from + CHUNK, left.size()));
            List<Object> all = new ArrayList<>(List.of(values));
            chunk.forEach(message -> all.add(message.id()));
            chunk.forEach(message -> all.addAll(List.of(message.id(), message.lease())));
            String ids = "?, ".repeat(chunk.size() - 1) + "?";
            String pairs = "(?, ?), ".repeat(chunk.size() - 1) + "(?, ?)";
            String where = " WHERE id IN (%s) AND (id, lease) IN (VALUES %s)";
            changed +=
                    session.write(
                            statements ->
                                    statements.update(
                                            sql + where.formatted(ids, pairs), all.toArray()));
        }
        return changed;
    }

    @Override
    public Map<String, Instant> families() {
        Map<String, Instant> families = new LinkedHashMap<>();
        session.read(
                        statements ->
                                statements.query(
                                        FAMILIES,
                                        row ->
                                                Map.entry(
                                                        row.getString("family"),
                                                        Instant.ofEpochMilli(row.getLong("due"))),
                                        name,
                                        name,
                                        name))
                .forEach(each -> families.put(each.getKey(), each.getValue()));
        return families;
    }

    @Override
    public long size() {
        return session.read(statements -> statements.number(SIZE, name));
    }
}
