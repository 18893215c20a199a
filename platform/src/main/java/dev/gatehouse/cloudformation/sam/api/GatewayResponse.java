package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import java.util.List;
import java.util.Set;

/** One of the {@code GatewayResponses} of a REST API, as its document has it. */
final class GatewayResponse {
    private static final Set<String> KEYS =
            Set.of("ResponseParameters", "ResponseTemplates", "StatusCode");
    private static final List<List<String>> PARAMETERS =
            List.of(
                    List.of("Headers", "header."),
                    List.of("Paths", "path."),
                    List.of("QueryStrings", "querystring."));

    private GatewayResponse() {}

    static PythonDict written(Declared api, String type, JsonNode given) {
        if (Values.isCall(given)) {
            throw api.invalid(
                    "Unable to set GatewayResponses attribute because intrinsic functions are not"
                            + " supported for this field.");
        }
        if (!given.isObject()) {
            throw api.invalid(
                    "Invalid property type '"
                            + (given.isArray() ? "list" : given.isTextual() ? "Py27UniStr" : "int")
                            + "' for GatewayResponses. Expected an object of type"
                            + " 'GatewayResponse'.");
        }
        for (String key : (Iterable<String>) given::fieldNames) {
            if (!KEYS.contains(key)) {
                throw api.invalid(
                        "Invalid property '"
                                + key
                                + "' in 'GatewayResponses' property '"
                                + type
                                + "'.");
            }
        }
        JsonNode parameters = given.path("ResponseParameters");
        String where = "GatewayResponses." + type + ".ResponseParameters";
        requireMap(api, where, parameters);
        for (String key : (Iterable<String>) parameters::fieldNames) {
            if (PARAMETERS.stream().noneMatch(each -> each.getFirst().equals(key))) {
                throw api.invalid("Invalid gateway response parameter '" + key + "'");
            }
        }
        PythonDict prefixed = PythonDict.hashed();
        for (List<String> each : PARAMETERS) {
            JsonNode values = parameters.path(each.getFirst());
            requireMap(api, "ResponseParameters." + each.getFirst(), values);
            String prefix = "gatewayresponse." + each.getLast();
            values.properties()
                    .forEach(value -> prefixed.set(prefix + value.getKey(), value.getValue()));
        }
        JsonNode templates = given.path("ResponseTemplates");
        PythonDict response = PythonDict.hashed().own("responseParameters", prefixed);
        response.own(
                "responseTemplates", Values.isTrue(templates) ? templates : PythonDict.hashed());
        JsonNode status = given.path("StatusCode");
        if (!status.isMissingNode() && !status.asText().isEmpty()) {
            if (!status.asText().matches("[0-9]{1,3}")) {
                throw api.invalid("Property 'StatusCode' must be numeric");
            }
            response.put("statusCode", status.asText());
        }
        return response;
    }

    private static void requireMap(Declared api, String what, JsonNode value) {
        if (Values.isTrue(value) && !value.isObject()) {
            throw api.invalid("Property '" + what + "' should be a map.");
        }
    }
}
