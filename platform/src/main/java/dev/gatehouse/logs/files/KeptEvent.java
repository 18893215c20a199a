package dev.gatehouse.logs.files;

/**
 * A log event as it was kept.
 *
 * @param at its place, and when it happened
 * @param stream the log stream
 * @param ingestionMillis when it was accepted
 * @param message the text
 */
public record KeptEvent(Cursor at, String stream, long ingestionMillis, String message) {}
