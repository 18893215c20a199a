package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.rejectUnless;

import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import java.util.Objects;
import java.util.Set;

/** What AWS assumes of an integration of an HTTP API, and which integrations can be had. */
final class HttpIntegrationRules {
    private static final int USUAL_TIMEOUT_MILLIS = 30_000;
    private static final Set<String> VERBS =
            Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    private HttpIntegrationRules() {}

    /** The integration with AWS's defaults for what it does not say. */
    static Integration withDefaults(Integration given) {
        boolean function =
                "AWS_PROXY".equals(given.integrationType()) && given.integrationSubtype() == null;
        rejectUnless("WHEN_NO_MATCH", "passthroughBehavior", given.passthroughBehavior());
        return given.toBuilder()
                .connectionType(Objects.requireNonNullElse(given.connectionType(), "INTERNET"))
                .integrationMethod(
                        function && given.integrationMethod() == null
                                ? "POST"
                                : given.integrationMethod())
                .payloadFormatVersion(
                        Objects.requireNonNullElse(given.payloadFormatVersion(), "1.0"))
                .timeoutInMillis(
                        Objects.requireNonNullElse(given.timeoutInMillis(), USUAL_TIMEOUT_MILLIS))
                // Of WebSocket APIs alone, and left out of the responses for others.
                .passthroughBehavior(null)
                .build();
    }

    /**
     * Rejects what AWS rejects, and what the data plane cannot do. What an integration with a
     * service has besides is for {@link SubtypeRules}.
     */
    static void check(Integration integration, AccountId account) {
        checkUnsupported(integration);
        MappingRules.checkResponses(integration.responseParameters());
        PassedRole.check(integration.credentialsArn(), account);
        if (integration.integrationSubtype() != null) {
            return;
        }
        MappingRules.checkRequest(integration.requestParameters());
        String type = String.valueOf(integration.integrationType());
        String uri = Objects.requireNonNullElse(integration.integrationUri(), "");
        String format = String.valueOf(integration.payloadFormatVersion());
        switch (type) {
            case "AWS_PROXY" -> checkFunction(uri, format);
            case "HTTP_PROXY" -> checkEndpoint(uri, format, integration);
            default ->
                    throw badRequest(
                            "Invalid integrationType specified. HTTP APIs support AWS_PROXY and"
                                    + " HTTP_PROXY");
        }
    }

    private static void checkFunction(String uri, String format) {
        if (!format.equals("1.0") && !format.equals("2.0")) {
            throw badRequest("Unsupported PayloadFormatVersion: " + format);
        }
        if (LambdaUri.functionNamed(uri).isEmpty()) {
            throw badRequest(
                    uri.startsWith("arn:")
                            ? "Integrations of type 'AWS_PROXY' currently only supports Lambda"
                                    + " function invocations."
                            : "Invalid integration URI specified");
        }
    }

    private static void checkEndpoint(String uri, String format, Integration integration) {
        if ("VPC_LINK".equals(integration.connectionType())) {
            checkPrivate(uri);
        } else if (!uri.matches("https?://.+")) {
            throw badRequest("Invalid HTTP endpoint specified for URI");
        }
        String verb = integration.integrationMethod();
        if (verb == null || !VERBS.contains(verb)) {
            throw badRequest("Invalid integrationMethod specified: " + verb);
        }
        if (!format.equals("1.0")) {
            throw badRequest(
                    "PayloadFormatVersion %s is not supported for integration of type HTTP_PROXY"
                            .formatted(format));
        }
        reject("credentialsArn of HTTP_PROXY integrations", integration.credentialsArn());
    }

    private static void checkPrivate(String uri) {
        if (!uri.matches("arn:[^:]+:(elasticloadbalancing|servicediscovery):.+")
                && !uri.contains("${")) {
            throw badRequest(
                    "Invalid integrationUri for a VPC_LINK: it is the ARN of a load balancer's"
                            + " listener or of a service of AWS Cloud Map");
        }
    }

    private static void checkConnection(Integration integration) {
        String id = Objects.requireNonNullElse(integration.connectionId(), "");
        if (!"VPC_LINK".equals(integration.connectionType())) {
            rejectUnless("INTERNET", "connectionType", integration.connectionType());
            reject("connectionId without a VPC_LINK", id);
            reject("tlsConfig without a VPC_LINK", integration.tlsConfig());
        } else if (!"HTTP_PROXY".equals(integration.integrationType())) {
            throw badRequest(
                    "VPC_LINK connection type is supported for HTTP_PROXY integrations only");
        } else if (id.isEmpty()) {
            throw badRequest("Connection ID must be specified for VPC_LINK connection type");
        }
    }

    private static void checkUnsupported(Integration integration) {
        checkConnection(integration);
        reject("requestTemplates", integration.requestTemplates());
        reject("templateSelectionExpression", integration.templateSelectionExpression());
        reject("contentHandlingStrategy", integration.contentHandlingStrategy());
    }
}
