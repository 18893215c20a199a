package dev.gatehouse.gateway.apigateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.TlsConfig;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code x-amazon-apigateway-integration} says.
 *
 * @param said the extension
 * @param path of the resource
 * @param verb of the method
 */
record ImportedIntegration(JsonNode said, String path, String verb, ImportReport report) {
    private static final Set<String> TYPES =
            Set.of("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK");

    /** The integration without AWS's defaults. */
    Integration read() {
        String type = Members.upper(said, "type");
        if (type == null || !TYPES.contains(type)) {
            throw badRequest(
                    "Unable to parse API definition because of a malformed integration at path "
                            + path);
        }
        Boolean insecure = Members.flag(said.path("tlsConfig"), "insecureSkipVerification");
        return Integration.builder()
                .type(type)
                .httpMethod(Members.upper(said, "httpMethod"))
                .uri(Members.text(said, "uri"))
                .credentials(Members.text(said, "credentials"))
                .connectionType(Members.upper(said, "connectionType"))
                .connectionId(Members.text(said, "connectionId"))
                .integrationTarget(Members.text(said, "integrationTarget"))
                .passthroughBehavior(Members.upper(said, "passthroughBehavior"))
                .contentHandling(Members.upper(said, "contentHandling"))
                .responseTransferMode(Members.upper(said, "responseTransferMode"))
                .timeoutInMillis(Members.integer(said, "timeoutInMillis"))
                .cacheNamespace(Members.text(said, "cacheNamespace"))
                .cacheKeyParameters(Members.texts(said, "cacheKeyParameters"))
                .requestParameters(map(said, "requestParameters"))
                .requestTemplates(map(said, "requestTemplates"))
                .tlsConfig(
                        insecure == null
                                ? null
                                : TlsConfig.builder().insecureSkipVerification(insecure).build())
                .integrationResponses(responses())
                .build();
    }

    /** Keys are selection patterns; that of the last response is {@code default}. */
    private @Nullable Map<String, IntegrationResponse> responses() {
        Map<String, IntegrationResponse> responses = new LinkedHashMap<>();
        said.path("responses")
                .properties()
                .forEach(
                        entry -> {
                            IntegrationResponse response =
                                    response(entry.getKey(), entry.getValue());
                            responses.put(String.valueOf(response.statusCode()), response);
                        });
        return responses.isEmpty() ? null : responses;
    }

    private IntegrationResponse response(String pattern, JsonNode response) {
        String status = Members.text(response, "statusCode");
        if (status == null || !status.matches("[1-5][0-9]{2}")) {
            throw badRequest(
                    "Unable to parse API definition because of a malformed integration at path "
                            + path);
        }
        return IntegrationResponse.builder()
                .statusCode(status)
                .selectionPattern(pattern.equals("default") ? null : pattern)
                .responseParameters(map(response, "responseParameters"))
                .responseTemplates(map(response, "responseTemplates"))
                .contentHandling(Members.upper(response, "contentHandling"))
                .build();
    }

    /** Recorded: what is no text is left out, with a warning. */
    private @Nullable Map<String, String> map(JsonNode node, String member) {
        return Members.map(
                node,
                member,
                odd ->
                        report.warn(
                                ("Invalid format for '%s'. Expected type string for property '%s'"
                                                + " of resource '%s' and method '%s' but got '%s'")
                                        .formatted(
                                                member,
                                                odd.getKey(),
                                                path,
                                                verb,
                                                odd.getValue().asText())));
    }
}
