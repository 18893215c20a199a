package dev.gatehouse.aws;

/** Where in an HTTP message the value of a member travels. */
public enum Location {
    /** In the body. */
    BODY,
    /** In a label of the path. */
    URI,
    /** In the query string. */
    QUERY,
    /** In one header. */
    HEADER,
    /** In all headers whose names start with the member's wire name. */
    HEADERS,
    /** The HTTP status. */
    STATUS
}
