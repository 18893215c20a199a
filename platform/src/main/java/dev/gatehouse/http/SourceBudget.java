package dev.gatehouse.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that may be held at once: by all, and for each address that they come from. */
final class SourceBudget {
    private final ByteBudget all;
    private final long perSource;
    private final Map<String, Long> bySource = new ConcurrentHashMap<>();

    SourceBudget(long limit, long perSource) {
        this.all = new ByteBudget(limit);
        this.perSource = perSource;
    }

    boolean tryHold(String source, long bytes) {
        if (!all.tryHold(bytes)) {
            return false;
        }
        if (bySource.merge(source, bytes, Long::sum) > perSource) {
            release(source, bytes);
            return false;
        }
        return true;
    }

    void release(String source, long bytes) {
        all.release(bytes);
        bySource.computeIfPresent(source, (_, held) -> held > bytes ? held - bytes : null);
    }
}
