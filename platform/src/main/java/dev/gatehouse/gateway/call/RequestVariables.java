package dev.gatehouse.gateway.call;

import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.RequestTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code $context} has of a request whatever sort of API it is for. */
final class RequestVariables {
    private static final List<String> NAMES =
            List.of(
                    "extendedRequestId",
                    "httpMethod",
                    "protocol",
                    "path",
                    "domainName",
                    "domainPrefix",
                    "requestTime",
                    "requestTimeEpoch",
                    "tlsVersion",
                    "cipherSuite",
                    "identity.sourceIp",
                    "identity.userAgent");

    private RequestVariables() {}

    /** The names of all, and these. */
    static List<String> with(String... names) {
        return Stream.concat(Stream.of(names), NAMES.stream()).toList();
    }

    /** One by its name; null when there is none. */
    static @Nullable Object find(ClientRequest request, String name) {
        Arrival arrival = request.arrival();
        Arrival.Tls tls = arrival.tls();
        return switch (name) {
            case "extendedRequestId" -> request.ids().extendedRequestId();
            case "httpMethod" -> request.method();
            case "protocol" -> request.line().protocol();
            case "path" -> request.line().path();
            case "domainName" -> arrival.domainName();
            case "domainPrefix" -> arrival.domainPrefix();
            case "requestTime" -> RequestTime.of(arrival.millis());
            case "requestTimeEpoch" -> arrival.millis();
            case "tlsVersion" -> tls == null ? null : tls.version();
            case "cipherSuite" -> tls == null ? null : tls.cipherSuite();
            case "identity.sourceIp" -> arrival.sourceIp();
            case "identity.userAgent" -> request.header("User-Agent");
            default -> null;
        };
    }
}
