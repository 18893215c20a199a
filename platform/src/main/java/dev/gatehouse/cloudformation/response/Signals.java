package dev.gatehouse.cloudformation.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What was put to the URL of a wait condition's handle: the last signal of each unique id. */
public final class Signals {
    /** Unique ids that one handle hears of. */
    private static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<String, JsonNode> byId = new LinkedHashMap<>();
    private boolean cancelled;

    /** Adds what a request says. */
    public void add(String uniqueId, String status) {
        add(JsonNodeFactory.instance.objectNode().put("UniqueId", uniqueId).put("Status", status));
    }

    void add(JsonNode signal) {
        lock.lock();
        try {
            String id = signal.path("UniqueId").asText();
            if (byId.size() < MOST || byId.containsKey(id)) {
                byId.put(id, signal);
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waiting for them, or beginning to, ends at once. */
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Those that came until there are enough, one failed, the time is up, or it is cancelled. */
    public Map<String, JsonNode> await(int count, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!cancelled
                    && byId.size() < count
                    && byId.values().stream().noneMatch(Signals::isFailure)
                    && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return new LinkedHashMap<>(byId);
        } finally {
            cancelled = false;
            lock.unlock();
        }
    }

    /** Whether a signal says that something went wrong. */
    public static boolean isFailure(JsonNode signal) {
        return !signal.path("Status").asText().equals("SUCCESS");
    }
}
