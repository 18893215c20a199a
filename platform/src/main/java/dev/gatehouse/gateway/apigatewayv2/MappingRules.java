package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.plan.integration.ParameterChange;
import dev.gatehouse.gateway.plan.integration.ParameterChange.Destination;
import dev.gatehouse.kernel.ServiceException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which parameter mappings integrations of HTTP APIs may have, in the words of AWS's validator. */
final class MappingRules {
    /** "Reserved headers", in "Transform API requests and responses for HTTP APIs". */
    private static final Set<String> RESERVED =
            Set.of(
                    "authorization",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-location",
                    "forwarded",
                    "keep-alive",
                    "origin",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailers",
                    "transfer-encoding",
                    "upgrade",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "via");

    private static final Set<String> RESERVED_PREFIXES =
            Set.of("access-control-", "apigw-", "x-amz-", "x-amzn-");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern STATUS = Pattern.compile("[2-5]\\d\\d");

    private MappingRules() {}

    /** What is changed of requests. */
    static void checkRequest(@Nullable Map<String, String> parameters) {
        if (parameters != null) {
            parameters.forEach(
                    (key, source) ->
                            check(
                                    "Request",
                                    key,
                                    Destination.ofRequest(key),
                                    source,
                                    ParameterChange.ofRequest(key, source)));
        }
    }

    /** What is changed of responses, by their status. */
    static void checkResponses(@Nullable Map<String, Map<String, String>> responses) {
        if (responses != null) {
            responses.forEach(
                    (status, parameters) -> {
                        if (!STATUS.matcher(status).matches()) {
                            throw invalid("Status Code %s is not valid".formatted(status));
                        }
                        parameters.forEach(MappingRules::checkResponse);
                    });
        }
    }

    private static void checkResponse(String key, String source) {
        Optional<ParameterChange> change = ParameterChange.ofResponse(key, source);
        check("Response", key, Destination.ofResponse(key), source, change);
        boolean fixed =
                change.filter(each -> each.location() == ParameterChange.Location.STATUSCODE)
                        .map(ParameterChange::value)
                        .filter(value -> value != null && value.isStatic())
                        .isPresent();
        if (fixed && !STATUS.matcher(source).matches()) {
            throw invalid("Status Code %s is not valid".formatted(source));
        }
    }

    private static void check(
            String side,
            String key,
            Optional<Destination> destination,
            String source,
            Optional<ParameterChange> change) {
        Destination known =
                destination
                        .filter(MappingRules::isNamed)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "Invalid %s Actioned Parameter destination specified: %s"
                                                        .formatted(side, key)));
        if (known.location() == ParameterChange.Location.HEADER && isReserved(known.name())) {
            throw invalid("Operations on header %s are restricted".formatted(known.name()));
        }
        if (change.isEmpty()) {
            throw invalid("Invalid mapping expression specified: " + source);
        }
    }

    private static boolean isNamed(Destination destination) {
        return destination.location() != ParameterChange.Location.HEADER
                || HEADER.matcher(destination.name()).matches();
    }

    private static boolean isReserved(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return RESERVED.contains(name) || RESERVED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static ServiceException invalid(String error) {
        return badRequest(
                "Invalid mapping expression specified: Validation Result: warnings : [], errors :"
                        + " [%s]".formatted(error));
    }
}
