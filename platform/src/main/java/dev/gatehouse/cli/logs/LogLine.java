package dev.gatehouse.cli.logs;

/**
 * A line of a log.
 *
 * @param timestamp when it was written, in milliseconds of the epoch
 * @param source whose it is
 * @param message without its line end
 */
record LogLine(long timestamp, String source, String message) {}
