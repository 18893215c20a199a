package dev.gatehouse.lambda.sandbox;

import java.nio.channels.ServerSocketChannel;

/**
 * Listeners of a sandbox at the ports of AWS's own hosts, whose names lead to its loopback.
 * Blocking mode; closed with the sandbox.
 *
 * @param http at port 80
 * @param https at port 443
 */
public record HostListeners(ServerSocketChannel http, ServerSocketChannel https) {}
