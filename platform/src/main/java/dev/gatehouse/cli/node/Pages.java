package dev.gatehouse.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All items of an operation that lists in pages. */
public final class Pages {
    private Pages() {}

    /**
     * The items of a list that needs no input.
     *
     * @param items the output's member that has them
     * @param from the input's member that says where the next page begins
     * @param next the output's member that tells it
     */
    public static Stream<JsonNode> of(
            NodeClient client,
            String service,
            String operation,
            String items,
            String from,
            String next) {
        return of(client, service, operation, Map.of(), items, from, next);
    }

    /** The items of a list. */
    public static Stream<JsonNode> of(
            NodeClient client,
            String service,
            String operation,
            Map<String, String> input,
            String items,
            String from,
            String next) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, String> request = new LinkedHashMap<>(input);
        String token;
        do {
            JsonNode page = client.json(service, operation, request);
            page.path(items).forEach(all::add);
            token = page.path(next).asText("");
            request.put(from, token);
        } while (!token.isEmpty());
        return all.stream();
    }
}
