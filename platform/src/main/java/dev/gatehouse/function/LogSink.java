package dev.gatehouse.function;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.List;

/**
 * Where data planes leave log events; CloudWatch Logs is behind it. Accepting is cheap, bounded and
 * never blocks: under more load than can be kept the oldest waiting events of that stream are
 * dropped and counted.
 */
public interface LogSink {

    /**
     * Appends events, in order, to a stream of a group; both come into being when they do not
     * exist.
     */
    void append(
            AccountId account, Region region, String group, String stream, List<LogEvent> events);

    /**
     * @param timestampMillis when it happened, milliseconds since 1970
     * @param message the line, without its line break
     */
    record LogEvent(long timestampMillis, String message) {}
}
