package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.onlyOfHttp;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.rejectUnless;

import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.gateway.apigatewayv2.deployment.MessageMappings;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What AWS assumes of an integration of a WebSocket API, and what such a one may say. */
public final class WebSocketIntegrationRules {
    private static final int LONGEST_TIMEOUT_MILLIS = 29_000;
    private static final Set<String> VERBS =
            Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    private WebSocketIntegrationRules() {}

    /** The integration with AWS's defaults for what it does not say. */
    public static Integration withDefaults(Integration given) {
        String type = String.valueOf(given.integrationType());
        boolean function = type.equals("AWS_PROXY") && given.integrationMethod() == null;
        return given.toBuilder()
                .connectionType(Objects.requireNonNullElse(given.connectionType(), "INTERNET"))
                .integrationMethod(function ? "POST" : given.integrationMethod())
                .passthroughBehavior(
                        Objects.requireNonNullElse(given.passthroughBehavior(), "WHEN_NO_MATCH"))
                .payloadFormatVersion("1.0")
                .timeoutInMillis(
                        Objects.requireNonNullElse(given.timeoutInMillis(), LONGEST_TIMEOUT_MILLIS))
                .integrationResponseSelectionExpression(selection(type))
                .build();
    }

    /** What selects the integration's response is what its type says. */
    private static @Nullable String selection(String type) {
        return switch (type) {
            case "AWS" -> "${integration.response.body.errorMessage}";
            case "HTTP", "MOCK" -> "${integration.response.statuscode}";
            default -> null;
        };
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(Integration integration, AccountId account) {
        onlyOfHttp("integrationSubtype", integration.integrationSubtype());
        onlyOfHttp("responseParameters", integration.responseParameters());
        onlyOfHttp("tlsConfig", integration.tlsConfig());
        checkConnection(integration);
        PassedRole.check(integration.credentialsArn(), account);
        if (Objects.requireNonNull(integration.timeoutInMillis()) > LONGEST_TIMEOUT_MILLIS) {
            throw badRequest("Timeout should be between 50 ms and 29000 ms");
        }
        checkTarget(integration);
        Objects.requireNonNullElse(integration.requestParameters(), Map.<String, String>of())
                .forEach(WebSocketIntegrationRules::checkParameter);
    }

    private static void checkConnection(Integration integration) {
        boolean given = integration.connectionId() != null && !integration.connectionId().isEmpty();
        if (!"VPC_LINK".equals(integration.connectionType())) {
            rejectUnless("INTERNET", "connectionType", integration.connectionType());
            reject("connectionId without a VPC_LINK", integration.connectionId());
        } else if (!String.valueOf(integration.integrationType()).startsWith("HTTP")) {
            throw badRequest(
                    "VPC_LINK connection type is supported for HTTP and HTTP_PROXY integrations"
                            + " only");
        } else if (!given) {
            throw badRequest("Connection ID must be specified for VPC_LINK connection type");
        }
    }

    private static void checkTarget(Integration integration) {
        String uri = Objects.requireNonNullElse(integration.integrationUri(), "");
        String type = String.valueOf(integration.integrationType());
        switch (type) {
            case "AWS_PROXY" -> {
                if (LambdaUri.functionNamed(uri).isEmpty()) {
                    throw badRequest(
                            uri.startsWith("arn:")
                                    ? "Integrations of type 'AWS_PROXY' currently only supports"
                                            + " Lambda function invocations."
                                    : "Invalid integration URI specified");
                }
            }
            case "AWS" -> checkService(uri, integration);
            case "HTTP", "HTTP_PROXY" -> {
                if (!uri.matches("https?://.+")) {
                    throw badRequest("Invalid HTTP endpoint specified for URI");
                }
                requireVerb(integration.integrationMethod());
            }
            case "MOCK" -> {}
            default -> throw badRequest("Invalid integrationType specified: " + type);
        }
    }

    private static void checkService(String uri, Integration integration) {
        requireVerb(integration.integrationMethod());
        if (LambdaUri.functionArn(uri).isPresent()) {
            return;
        }
        if (ServiceUri.parse(uri).isEmpty()) {
            throw badRequest("Invalid integration URI specified");
        }
        if (integration.credentialsArn() == null) {
            throw badRequest("Role ARN must be specified for AWS integrations");
        }
    }

    private static void requireVerb(@Nullable String verb) {
        if (verb == null || !VERBS.contains(verb)) {
            throw badRequest("Invalid integrationMethod specified: " + verb);
        }
    }

    private static void checkParameter(String target, String source) {
        if (MessageMappings.parameter(target, source).isEmpty()) {
            throw badRequest(
                    "Invalid mapping expression specified: %s: %s".formatted(target, source));
        }
    }
}
