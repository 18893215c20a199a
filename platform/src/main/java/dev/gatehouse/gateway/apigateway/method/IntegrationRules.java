package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.rejectUnless;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.TlsConfig;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.map.ParameterSource;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.DevelopmentServices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What AWS assumes of an integration of a REST API, and which integrations can be had.
 *
 * @param served whether a service can be called, by the name requests are signed with
 */
public record IntegrationRules(RestLimits limits, Predicate<String> served) {
    static final int SHORTEST_TIMEOUT_MILLIS = 50;
    private static final int USUAL_TIMEOUT_MILLIS = 29_000;
    private static final int LONGEST_STREAM_MILLIS = 900_000;
    private static final String STREAM = "STREAM";
    private static final Set<String> PASSTHROUGH =
            Set.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER");

    /** A new integration as it is kept. Recorded: a MOCK has nothing that would call a backend. */
    public static Integration fresh(Integration given, String resourceId) {
        Integration kept =
                "MOCK".equals(given.type())
                        ? given.toBuilder().uri(null).httpMethod(null).build()
                        : given;
        return withDefaults(kept, resourceId);
    }

    /** The integration with AWS's defaults for what it does not say. */
    static Integration withDefaults(Integration given, String resourceId) {
        boolean http = "HTTP".equals(given.type()) || "HTTP_PROXY".equals(given.type());
        String connection = given.connectionType();
        return given.toBuilder()
                .connectionType(http && connection == null ? "INTERNET" : connection)
                .passthroughBehavior(
                        Objects.requireNonNullElse(given.passthroughBehavior(), "WHEN_NO_MATCH"))
                .timeoutInMillis(
                        Objects.requireNonNullElse(given.timeoutInMillis(), USUAL_TIMEOUT_MILLIS))
                .cacheNamespace(Objects.requireNonNullElse(given.cacheNamespace(), resourceId))
                .cacheKeyParameters(
                        Objects.requireNonNullElse(given.cacheKeyParameters(), List.of()))
                .build();
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public void check(Integration integration, Method method, AccountId account) {
        checkType(integration);
        checkConnection(integration);
        checkTransfer(integration);
        checkCacheKeys(integration);
        PassedRole.check(integration.credentials(), account);
        int timeout = Objects.requireNonNullElse(integration.timeoutInMillis(), 0);
        int longest =
                streams(integration) ? LONGEST_STREAM_MILLIS : limits.integrationTimeoutMillis();
        if (timeout < SHORTEST_TIMEOUT_MILLIS || timeout > longest) {
            throw badRequest(
                    "Timeout should be between %d ms and %d ms"
                            .formatted(SHORTEST_TIMEOUT_MILLIS, longest));
        }
        if (!PASSTHROUGH.contains(integration.passthroughBehavior())) {
            throw badRequest(
                    "Invalid passthrough behavior specified. Valid options are"
                            + " WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER");
        }
        Mappings.checkTypes(integration.requestTemplates());
        checkParameters(integration, method);
    }

    private void checkType(Integration integration) {
        String type = String.valueOf(integration.type());
        String verb = integration.httpMethod();
        if (!type.equals("MOCK") && (verb == null || verb.isEmpty())) {
            throw badRequest("Enumeration value for HttpMethod must be non-empty");
        }
        String uri = Objects.requireNonNullElse(integration.uri(), "");
        switch (type) {
            case "MOCK" -> {}
            case "AWS_PROXY" -> checkLambdaUri(uri);
            case "AWS" -> checkServiceUri(uri, integration.credentials());
            case "HTTP", "HTTP_PROXY" -> {
                if (!uri.matches("https?://.+")) {
                    throw badRequest("Invalid HTTP endpoint specified for URI");
                }
            }
            default -> throw unsupported("integration type " + type);
        }
    }

    private static void checkForm(String uri) {
        String[] parts = uri.split(":", 6);
        if (!uri.startsWith("arn:")) {
            throw badRequest("Invalid ARN specified in the request");
        }
        if (parts.length < 6 || !parts[5].matches("(path|action)/.*")) {
            throw badRequest("AWS ARN for integration must contain path or action");
        }
    }

    private void checkServiceUri(String uri, @Nullable String credentials) {
        checkForm(uri);
        Optional<String> function = LambdaUri.functionArn(uri);
        if (function.isPresent()) {
            if (!LambdaUri.isFunction(function.get())) {
                throw badRequest("Invalid lambda function");
            }
            return;
        }
        ServiceUri asked =
                ServiceUri.parse(uri)
                        .orElseThrow(() -> badRequest("Invalid ARN specified in the request"));
        if (credentials == null || credentials.isEmpty()) {
            throw badRequest("Role ARN must be specified for AWS integrations");
        }
        if (!asked.subdomain().isEmpty() && !asked.service().equals("s3")) {
            throw unsupported("the subdomain in the integration URI " + uri);
        }
        if (!served.test(asked.service())) {
            throw badRequest(
                    "Gatehouse has no %s: %s"
                            .formatted(asked.service(), DevelopmentServices.hint(asked.service())));
        }
    }

    private static void checkLambdaUri(String uri) {
        checkForm(uri);
        if (uri.contains(":firehose:")) {
            throw unsupported("the integration URI " + uri);
        }
        String function =
                LambdaUri.functionArn(uri)
                        .orElseThrow(
                                () ->
                                        badRequest(
                                                "Integrations of type 'AWS_PROXY' currently only"
                                                        + " supports Lambda function and Firehose"
                                                        + " stream invocations."));
        if (!LambdaUri.isFunction(function)) {
            throw badRequest("Invalid lambda function");
        }
    }

    /** What counts of a request for a cache: one of its parameters, or what one is mapped to. */
    private static void checkCacheKeys(Integration integration) {
        Map<String, String> mapped =
                Objects.requireNonNullElse(integration.requestParameters(), Map.of());
        for (String key :
                Objects.requireNonNullElse(integration.cacheKeyParameters(), List.<String>of())) {
            if (ParameterSource.parse(mapped.getOrDefault(key, key)).isEmpty()) {
                throw badRequest("Invalid cache key parameter specified: " + key);
            }
        }
    }

    /** HTTP integrations alone connect to something that is told how. */
    private static void checkConnection(Integration integration) {
        String type = String.valueOf(integration.type());
        boolean http = type.equals("HTTP") || type.equals("HTTP_PROXY");
        boolean link = "VPC_LINK".equals(integration.connectionType());
        if (link && !http) {
            throw badRequest(
                    "VPC_LINK connection type is supported for HTTP and HTTP_PROXY integrations"
                            + " only");
        }
        if (!link) {
            rejectUnless("INTERNET", "connectionType", integration.connectionType());
            reject("connectionId without a VPC_LINK", integration.connectionId());
            reject("integrationTarget without a VPC_LINK", integration.integrationTarget());
        } else if (isEmpty(integration.connectionId())) {
            throw badRequest("Connection ID must be specified for VPC_LINK connection type");
        }
        TlsConfig tls = integration.tlsConfig();
        if (tls != null && !http) {
            reject(
                    "tlsConfig insecureSkipVerification of %s integrations".formatted(type),
                    tls.insecureSkipVerification());
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** Whether the response goes on to the client as it comes. */
    public static boolean streams(Integration integration) {
        return STREAM.equals(integration.responseTransferMode());
    }

    private static void checkTransfer(Integration integration) {
        String type = String.valueOf(integration.type());
        boolean streams = streams(integration);
        if (streams && !type.equals("AWS_PROXY") && !type.equals("HTTP_PROXY")) {
            throw badRequest(
                    "Response transfer mode STREAM is supported for AWS_PROXY and HTTP_PROXY"
                            + " integrations only");
        }
        String uri = Objects.requireNonNullElse(integration.uri(), "");
        boolean function = type.equals("AWS_PROXY") || type.equals("AWS");
        if (function && streams != LambdaUri.streams(uri)) {
            throw badRequest(
                    "Response transfer mode STREAM and the action response-streaming-invocations"
                            + " of Lambda need each other");
        }
    }

    private static void checkParameters(Integration integration, Method method) {
        Map<String, String> mappings =
                Objects.requireNonNullElse(integration.requestParameters(), Map.of());
        Map<String, Boolean> declared =
                Objects.requireNonNullElse(method.requestParameters(), Map.of());
        mappings.forEach(
                (target, source) -> {
                    if (source.startsWith("method.request.")
                            && !source.startsWith("method.request.multivalue")
                            && !source.startsWith("method.request.body")
                            && !declared.containsKey(source)) {
                        throw Mappings.undeclared(source);
                    }
                    if (RequestParameter.parse(target, source).isEmpty()) {
                        throw unsupported(
                                "requestParameters %s mapped from %s".formatted(target, source));
                    }
                });
    }
}
