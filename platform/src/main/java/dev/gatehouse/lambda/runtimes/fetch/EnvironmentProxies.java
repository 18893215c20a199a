package dev.gatehouse.lambda.runtimes.fetch;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;

/** The proxy that {@code https_proxy} names, which the JDK does not read by itself. */
final class EnvironmentProxies {
    private EnvironmentProxies() {}

    static ProxySelector of(Map<String, String> environment) {
        String value =
                environment.getOrDefault(
                        "https_proxy", environment.getOrDefault("HTTPS_PROXY", ""));
        if (value.isEmpty()) {
            return ProxySelector.getDefault();
        }
        URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
        int port = proxy.getPort() < 0 ? 3128 : proxy.getPort();
        return ProxySelector.of(new InetSocketAddress(proxy.getHost(), port));
    }
}
