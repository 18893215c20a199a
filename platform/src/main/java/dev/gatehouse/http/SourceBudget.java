package dev.gatehouse.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that may be held at once: by all, and for each address that they come from. */
public final class SourceBudget {
    private final ByteBudget all;
    private final long perSource;
    private final Map<String, Long> bySource = new ConcurrentHashMap<>();

    /**
     * @param limit bytes of all
     * @param perSource bytes of one address
     */
    public SourceBudget(long limit, long perSource) {
        this.all = new ByteBudget(limit);
        this.perSource = perSource;
    }

    /** Whether they may be held; then they are, until they are released. */
    public boolean tryHold(String source, long bytes) {
        if (!all.tryHold(bytes)) {
            return false;
        }
        if (bySource.merge(source, bytes, Long::sum) > perSource) {
            release(source, bytes);
            return false;
        }
        return true;
    }

    /** Gives back what is held. */
    public void release(String source, long bytes) {
        all.release(bytes);
        bySource.computeIfPresent(source, (_, held) -> held > bytes ? held - bytes : null);
    }
}
