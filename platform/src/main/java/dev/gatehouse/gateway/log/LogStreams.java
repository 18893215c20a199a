package dev.gatehouse.gateway.log;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.gatehouse.gateway.plan.ApiAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The log streams that stages write to: one for each, of a name such as AWS's have. */
final class LogStreams {
    private static final int REMEMBERED = 10_000;

    /** A name is a digest, which costs more than the rest of a log line. */
    private static final LoadingCache<String, String> NAMES =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .executor(Runnable::run)
                    .build(LogStreams::digest);

    private LogStreams() {}

    static String of(ApiAddress api, String stage) {
        return NAMES.get(api.apiId() + '/' + stage);
    }

    private static String digest(String stage) {
        return UUID.nameUUIDFromBytes(stage.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
