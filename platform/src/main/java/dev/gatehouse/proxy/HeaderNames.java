package dev.gatehouse.proxy;

import io.vertx.core.http.HttpHeaders;

/** Header names in the casing API Gateway sends over HTTP/1.1, recorded from AWS. */
public final class HeaderNames {
    public static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");
    public static final CharSequence CONTENT_LENGTH = HttpHeaders.createOptimized("Content-Length");
    public static final CharSequence CONNECTION = HttpHeaders.createOptimized("Connection");
    public static final CharSequence DATE = HttpHeaders.createOptimized("Date");
    public static final CharSequence SET_COOKIE = HttpHeaders.createOptimized("Set-Cookie");
    public static final CharSequence TRACE_ID = HttpHeaders.createOptimized("X-Amzn-Trace-Id");

    /** The id of a request to a REST API. */
    public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-amzn-RequestId");

    /** Its extended id. */
    public static final CharSequence GATEWAY_ID = HttpHeaders.createOptimized("x-amz-apigw-id");

    /** The one id of a request to an HTTP API. */
    public static final CharSequence HTTP_API_ID = HttpHeaders.createOptimized("Apigw-Requestid");

    private HeaderNames() {}
}
