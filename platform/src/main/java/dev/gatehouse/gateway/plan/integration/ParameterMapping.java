package dev.gatehouse.gateway.plan.integration;

import java.util.List;
import java.util.Map;

/**
 * What an integration of an HTTP API changes of requests, and of responses.
 *
 * @param request what is changed before a request goes to the integration
 * @param responses what is changed of the integration's response, by its status
 */
public record ParameterMapping(
        List<ParameterChange> request, Map<Integer, List<ParameterChange>> responses) {
    /** Everything stays as it is. */
    public static final ParameterMapping NONE = new ParameterMapping(List.of(), Map.of());

    public ParameterMapping {
        request = List.copyOf(request);
        responses = Map.copyOf(responses);
    }

    /** Whether the request's body has to be whole. */
    public boolean readsRequestBody() {
        return request.stream().anyMatch(ParameterChange::readsBody);
    }

    /** What is changed of a response. */
    public List<ParameterChange> ofStatus(int status) {
        return responses.getOrDefault(status, List.of());
    }

    /** Whether the body of a response has to be whole. */
    public boolean readsResponseBody(int status) {
        return ofStatus(status).stream().anyMatch(ParameterChange::readsBody);
    }
}
