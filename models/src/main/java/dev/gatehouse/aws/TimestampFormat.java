package dev.gatehouse.aws;

/** How a moment is written on the wire. */
public enum TimestampFormat {
    /** As the protocol and the place in the message imply. */
    DEFAULT,
    /** ISO 8601 in UTC: {@code 2026-11-21T12:00:00Z}. */
    ISO8601,
    /** The date form of HTTP headers: {@code Sat, 21 Nov 2026 12:00:00 GMT}. */
    RFC822,
    /** Seconds since 1970 as a number, with a fraction where it has one. */
    EPOCH
}
