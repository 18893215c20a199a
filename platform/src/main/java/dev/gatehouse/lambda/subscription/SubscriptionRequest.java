package dev.gatehouse.lambda.subscription;

import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an extension subscribes to.
 *
 * @param types {@code platform}, {@code function}, {@code extension}
 * @param destination where it listens, in the sandbox
 * @param buffering how much waits for how long
 */
record SubscriptionRequest(List<String> types, URI destination, Buffering buffering) {
    private static final Set<String> TYPES = Set.of("platform", "function", "extension");
    private static final String STREAM = "tcp";
    private static final Set<String> HOSTS = Set.of("sandbox.localdomain", "sandbox");

    /**
     * When a batch is sent: whichever comes first.
     *
     * @param maxItems records
     * @param maxBytes of all of them
     * @param timeoutMs since the first of them
     */
    record Buffering(int maxItems, int maxBytes, int timeoutMs) {}

    /**
     * Reads a request.
     *
     * @throws ServiceException ValidationError with all that is wrong
     */
    static SubscriptionRequest read(Api api, Buffer body) {
        List<String> wrong = new ArrayList<>();
        try {
            SubscriptionRequest request = read(api, new JsonObject(body), wrong);
            if (!wrong.isEmpty()) {
                throw invalid(String.join("; ", wrong));
            }
            return request;
        } catch (DecodeException | ClassCastException | IllegalArgumentException malformed) {
            throw invalid(String.valueOf(malformed.getMessage()));
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("ValidationError", 400, message);
    }

    private static SubscriptionRequest read(Api api, JsonObject json, List<String> wrong) {
        String schema = json.getString("schemaVersion");
        if (schema == null ? api.isSchemaRequired() : !api.schemas().contains(schema)) {
            wrong.add("schemaVersion should be one of " + api.schemas().stream().sorted().toList());
        }
        URI destination = destination(json.getJsonObject("destination"), wrong);
        List<String> types = types(json, wrong);
        JsonObject buffering = json.getJsonObject("buffering", new JsonObject());
        return new SubscriptionRequest(
                types,
                destination,
                new Buffering(
                        within(buffering, "maxItems", 1_000, 10_000, 10_000, wrong),
                        within(buffering, "maxBytes", 262_144, 1_048_576, 262_144, wrong),
                        within(buffering, "timeoutMs", 25, 30_000, 1_000, wrong)));
    }

    private static URI destination(@Nullable JsonObject given, List<String> wrong) {
        URI none = URI.create("http://sandbox.localdomain");
        if (given == null) {
            wrong.add("destination should not be empty");
            return none;
        }
        String protocol = given.getString("protocol");
        if (!"HTTP".equals(protocol) && !"TCP".equals(protocol)) {
            wrong.add("protocol should be HTTP or TCP");
            return none;
        }
        Integer port = given.getInteger("port");
        if (protocol.equals("TCP") && port != null) {
            // As the Logs API has it.
            return withPort(URI.create(STREAM + "://sandbox.localdomain:" + port), wrong);
        }
        URI uri = URI.create(given.getString("URI", ""));
        if (uri.getHost() == null || !HOSTS.contains(uri.getHost())) {
            wrong.add("URI host should be sandbox.localdomain");
        }
        withPort(uri, wrong);
        return protocol.equals("TCP")
                ? URI.create(STREAM + "://sandbox.localdomain:" + Math.max(1, uri.getPort()))
                : uri;
    }

    private static URI withPort(URI uri, List<String> wrong) {
        if (uri.getPort() <= 0 || uri.getPort() > 65_535) {
            wrong.add("URI port is not provided");
        }
        return uri;
    }

    /** Whether records go over a connection one a line, and not as the bodies of requests. */
    boolean isStream() {
        return STREAM.equals(destination.getScheme());
    }

    private static List<String> types(JsonObject json, List<String> wrong) {
        List<String> types =
                json.getJsonArray("types") == null
                        ? List.of()
                        : json.getJsonArray("types").stream().map(String.class::cast).toList();
        if (types.isEmpty()) {
            wrong.add("types should not be empty");
        }
        types.stream()
                .filter(type -> !TYPES.contains(type))
                .forEach(type -> wrong.add("type " + type + " is not supported"));
        return types;
    }

    private static int within(
            JsonObject json, String name, int least, int most, int usual, List<String> wrong) {
        Integer value = json.getInteger(name);
        if (value != null && (value < least || value > most)) {
            wrong.add("%s should be between %d and %d".formatted(name, least, most));
        }
        return value == null ? usual : value;
    }
}
