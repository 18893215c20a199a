package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of all nodes on one PostgreSQL: rows that each transaction adds, and a notification
 * that carries no more than the number to read up to. Numbers are given under a lock that lasts
 * until the commit, so that nobody reads a number before a lower one is there. Whoever lost its
 * connection reads on from the last number it knows.
 */
final class PostgresChanges implements ChangeFeed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresChanges.class);

    /** Tells this lock from that of the node: "feed" in ASCII. */
    private static final int FEED = 0x66656564;

    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(%d, hashtext(current_schema()))".formatted(FEED);
    private static final String ADD =
            "INSERT INTO changes (store, kind, account, region, id, revision)"
                    + " VALUES (?, ?, ?, ?, ?, ?) RETURNING number";
    private static final String NOTIFY =
            "SELECT pg_notify('gatehouse_' || hashtext(current_schema()), ?)";
    private static final String PRUNE = "DELETE FROM changes WHERE number <= ?";
    private static final String CHANNEL = "SELECT 'gatehouse_' || hashtext(current_schema())";
    private static final String NEWEST = "SELECT coalesce(max(number), 0) FROM changes";
    private static final String OLDEST = "SELECT coalesce(min(number), 0) FROM changes";
    private static final String AFTER =
            "SELECT * FROM changes WHERE number > ? ORDER BY number LIMIT 500";

    /** How many changes are kept for those who were away. */
    private static final long KEPT = 10_000;

    private static final long PRUNED_EACH = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long a notification that got lost can matter. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final PostgresAddress address;
    private final Subscriptions subscriptions = new Subscriptions();
    private final String store = UUID.randomUUID().toString();
    private final Thread listener =
            Thread.ofVirtual().name("store-changes").unstarted(this::listen);

    /** Whether a commit of this node may have been made that no subscriber was told of. */
    private final AtomicBoolean unconfirmed = new AtomicBoolean();

    private long last;
    private boolean listening;
    private volatile boolean closed;

    PostgresChanges(PostgresAddress address) {
        this.address = address;
    }

    /** Adds what a transaction announces, before it is committed. */
    List<DocumentChange> record(Statements statements) {
        List<DocumentChange> made = new ArrayList<>();
        List<Announcement> announced = statements.takeAnnouncements();
        if (announced.isEmpty()) {
            return made;
        }
        statements.query(LOCK, row -> true);
        for (Announcement each : announced) {
            Scope scope = each.scope();
            long number =
                    statements
                            .query(
                                    ADD,
                                    row -> row.getLong(1),
                                    store,
                                    each.kind(),
                                    scope.account().value(),
                                    scope.region().name(),
                                    each.id(),
                                    each.revision())
                            .getFirst();
            made.add(each.own(number));
            if (number % PRUNED_EACH == 0) {
                statements.update(PRUNE, number - KEPT);
            }
        }
        statements.query(NOTIFY, row -> true, String.valueOf(made.getLast().number()));
        return made;
    }

    /** Tells this node's subscribers what it committed. */
    void tell(List<DocumentChange> committed) {
        subscriptions.tellOwn(committed);
    }

    /** It is not known whether this node committed something. */
    void unconfirmed() {
        unconfirmed.set(true);
    }

    @Override
    public synchronized void subscribe(Set<Kind<?>> kinds, Subscriber subscriber) {
        subscriptions.add(kinds, subscriber);
        if (!listening) {
            listening = true;
            try (PostgresListener first = connect()) {
                last = first.statements().query(NEWEST, row -> row.getLong(1)).getFirst();
            }
            listener.start();
        }
    }

    private PostgresListener connect() {
        return PostgresListener.connect(address);
    }

    private void listen() {
        while (!closed) {
            try (PostgresListener connection = connect()) {
                Statements statements = connection.statements();
                connection.listen(statements.query(CHANNEL, row -> row.getString(1)).getFirst());
                checkMissed(statements);
                while (!closed) {
                    readOn(statements);
                    connection.await(LOOK);
                }
            } catch (RuntimeException lost) {
                if (!closed) {
                    LOG.warn(
                            "Changes of other nodes are read a little later: {}",
                            lost.getMessage());
                    pause();
                }
            }
        }
    }

    private void checkMissed(Statements statements) {
        long oldest = statements.query(OLDEST, row -> row.getLong(1)).getFirst();
        if (oldest > last + 1) {
            LOG.warn("Changes of other nodes were missed: everything is read again");
            long newest = statements.query(NEWEST, row -> row.getLong(1)).getFirst();
            subscriptions.tellMissed();
            last = newest;
        }
    }

    private void readOn(Statements statements) {
        if (unconfirmed.getAndSet(false)) {
            try {
                subscriptions.tellMissed();
            } catch (RuntimeException again) {
                unconfirmed.set(true);
                throw again;
            }
        }
        List<DocumentChange> page;
        do {
            page = statements.query(AFTER, this::change, last);
            subscriptions.tellOthers(page.stream().filter(change -> !change.own()).toList());
            if (!page.isEmpty()) {
                last = page.getLast().number();
            }
        } while (!page.isEmpty());
    }

    private DocumentChange change(ResultSet row) throws SQLException {
        return new DocumentChange(
                row.getLong("number"),
                row.getString("kind"),
                new Scope(
                        new AccountId(row.getString("account")),
                        new Region(row.getString("region"))),
                row.getString("id"),
                row.getLong("revision"),
                row.getString("store").equals(store));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.interrupt();
    }
}
