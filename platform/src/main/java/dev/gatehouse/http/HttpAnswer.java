package dev.gatehouse.http;

import java.util.List;
import java.util.Map;

/**
 * A whole answer.
 *
 * @param status the HTTP status
 * @param headers names and values, in order; content-length is set by the edge
 * @param body the body; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {}
