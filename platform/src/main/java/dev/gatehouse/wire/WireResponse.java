package dev.gatehouse.wire;

/**
 * A control-plane answer as it goes to the socket.
 *
 * @param status the HTTP status
 * @param headers the headers, without those of the transport such as Content-Length
 * @param body the whole body; nobody writes to it
 */
public record WireResponse(int status, Headers headers, byte[] body) {}
