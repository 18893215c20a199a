package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The responses that a REST API gives without its integrations ({@code GatewayResponses}). */
final class ApiGatewayResponses {
    private static final String PARAMETERS = "ResponseParameters";

    private ApiGatewayResponses() {}

    static List<ResourceDeclaration> of(String api, JsonNode declared, Expansion expansion) {
        if (!declared.isMissingNode() && !declared.isObject()) {
            throw TemplateErrors.of("Resource %s: GatewayResponses must be an object", api);
        }
        List<ResourceDeclaration> responses = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            String where = "Resource " + api + ", GatewayResponses " + entry.getKey();
            if (!entry.getValue().isObject()) {
                throw TemplateErrors.of("%s must be an object", where);
            }
            expansion.requireOnly(
                    Set.of("StatusCode", PARAMETERS, "ResponseTemplates"), entry.getValue(), where);
            String id = api + "GatewayResponse" + entry.getKey().replaceAll("[^A-Za-z0-9]", "");
            responses.add(
                    ResourceDeclaration.of(
                            id,
                            "AWS::ApiGateway::GatewayResponse",
                            response(api, entry.getKey(), entry.getValue(), where, expansion)));
        }
        return responses;
    }

    private static ObjectNode response(
            String api, String type, JsonNode declared, String where, Expansion expansion) {
        ObjectNode response = Json.object().put("ResponseType", type);
        response.set("RestApiId", Json.ref(api));
        if (declared.has("StatusCode")) {
            response.put("StatusCode", declared.get("StatusCode").asText());
        }
        if (declared.has("ResponseTemplates")) {
            response.set("ResponseTemplates", declared.get("ResponseTemplates"));
        }
        JsonNode parameters = declared.path(PARAMETERS);
        expansion.requireOnly(Set.of("Headers"), parameters, where + ", " + PARAMETERS);
        if (parameters.has("Headers")) {
            ObjectNode headers = response.putObject(PARAMETERS);
            parameters
                    .get("Headers")
                    .properties()
                    .forEach(
                            header ->
                                    headers.set(
                                            "gatewayresponse.header." + header.getKey(),
                                            header.getValue()));
        }
        return response;
    }
}
