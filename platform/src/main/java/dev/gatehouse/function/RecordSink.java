package dev.gatehouse.function;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/**
 * Where data planes leave records for delivery streams; Firehose is behind it. Accepting is cheap,
 * bounded and never blocks: under more load than can be kept records are dropped and counted.
 */
@FunctionalInterface
public interface RecordSink {

    /**
     * Appends a record to a delivery stream.
     *
     * @param record a line, without its line break
     */
    void append(AccountId account, Region region, String deliveryStream, String record);
}
