package dev.gatehouse.gateway.log;

import dev.gatehouse.gateway.plan.ApiAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The log streams that stages write to: one for each, of a name such as AWS's have. */
final class LogStreams {
    private static final int REMEMBERED = 10_000;

    /** A name is a digest, which costs more than the rest of a log line. */
    private static final ConcurrentMap<Stage, String> NAMES = new ConcurrentHashMap<>();

    private LogStreams() {}

    private record Stage(String apiId, String name) {
        String stream() {
            return UUID.nameUUIDFromBytes((apiId + '/' + name).getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .replace("-", "");
        }
    }

    static String of(ApiAddress api, String stage) {
        Stage key = new Stage(api.apiId(), stage);
        String known = NAMES.get(key);
        if (known != null) {
            return known;
        }
        if (NAMES.size() >= REMEMBERED) {
            NAMES.clear();
        }
        return NAMES.computeIfAbsent(key, Stage::stream);
    }
}
