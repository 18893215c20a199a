package dev.gatehouse.kernel;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id that ties a response to its logs: a random UUID, as AWS sends in x-amzn-RequestId. */
public record RequestId(String value) {

    /** A new id. Unique, not secret: a fast generator makes it. */
    public static RequestId next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new RequestId(new UUID(high, low).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
