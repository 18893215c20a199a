package dev.gatehouse.gateway.apigatewayv2.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.TlsConfigInput;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code x-amazon-apigateway-integration} of an HTTP API.
 *
 * @param said the extension
 * @param key the route's
 */
record HttpIntegrationReader(JsonNode said, String key, ImportReport report) {

    CreateIntegrationRequest read() {
        String server = Members.text(said.path("tlsConfig"), "serverNameToVerify");
        return CreateIntegrationRequest.builder()
                .integrationType(Objects.requireNonNullElse(Members.upper(said, "type"), ""))
                .integrationSubtype(Members.text(said, "integrationSubtype"))
                .integrationMethod(Members.upper(said, "httpMethod"))
                .integrationUri(Members.text(said, "uri"))
                .credentialsArn(Members.text(said, "credentials"))
                .connectionType(Members.upper(said, "connectionType"))
                .connectionId(Members.text(said, "connectionId"))
                .description(Members.text(said, "description"))
                .payloadFormatVersion(Members.text(said, "payloadFormatVersion"))
                .timeoutInMillis(Members.integer(said, "timeoutInMillis"))
                .requestParameters(map(said, "requestParameters"))
                .responseParameters(responses())
                .tlsConfig(
                        server == null
                                ? null
                                : TlsConfigInput.builder().serverNameToVerify(server).build())
                .build();
    }

    private @Nullable Map<String, Map<String, String>> responses() {
        JsonNode parameters = said.path("responseParameters");
        Map<String, Map<String, String>> byStatus = new LinkedHashMap<>();
        parameters
                .fieldNames()
                .forEachRemaining(
                        status -> {
                            Map<String, String> changes = map(parameters, status);
                            if (changes != null) {
                                byStatus.put(status, changes);
                            }
                        });
        return byStatus.isEmpty() ? null : byStatus;
    }

    private @Nullable Map<String, String> map(JsonNode node, String member) {
        return Members.map(
                node,
                member,
                odd ->
                        report.warn(
                                "Expected type string for '%s' of the integration of route '%s'"
                                        .formatted(odd.getKey(), key)));
    }
}
