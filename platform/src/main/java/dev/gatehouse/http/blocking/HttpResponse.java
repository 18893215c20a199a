package dev.gatehouse.http.blocking;

import dev.gatehouse.http.Body;
import java.util.List;
import java.util.Map;

/**
 * What blocking code responds.
 *
 * @param status the HTTP status
 * @param headers names and values, in order; content-length is set by the edge
 * @param body the body; the edge closes its file, if it is one
 */
public record HttpResponse(int status, List<Map.Entry<String, String>> headers, Body body) {}
