package dev.gatehouse.function;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/**
 * Where data planes leave segments of traces; X-Ray is behind it. Accepting is cheap, bounded and
 * never blocks: what is more than can be kept takes the place of the oldest.
 */
@FunctionalInterface
public interface SegmentSink {

    /**
     * Takes a segment document, read or not: what is no segment is dropped later.
     *
     * @param document JSON
     * @see <a
     *     href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html">X-Ray
     *     segment documents</a>
     */
    void take(AccountId account, Region region, String document);
}
