package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.ParameterConstraints;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.plan.schema.RequiredParameter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters that routes of WebSocket APIs know of handshakes. */
public final class RouteParameters {
    private static final Pattern PARAMETER =
            Pattern.compile("route\\.request\\.(querystring|header)\\.([a-zA-Z0-9._$-]+)");

    private RouteParameters() {}

    /** Whether it names one. */
    public static boolean isParameter(String name) {
        return PARAMETER.matcher(name).matches();
    }

    /** The parameters without which nobody may connect, as rejections list them. */
    static List<RequiredParameter> required(Route route) {
        return Objects.requireNonNullElse(
                        route.requestParameters(), Map.<String, ParameterConstraints>of())
                .entrySet()
                .stream()
                .filter(each -> Boolean.TRUE.equals(each.getValue().required()))
                .map(each -> PARAMETER.matcher(each.getKey()))
                .filter(Matcher::matches)
                .map(RouteParameters::required)
                .sorted(
                        Comparator.comparing(RequiredParameter::location)
                                .thenComparing(RequiredParameter::name))
                .toList();
    }

    private static RequiredParameter required(Matcher named) {
        return new RequiredParameter(
                named.group(1).equals("header")
                        ? RequiredParameter.Location.HEADER
                        : RequiredParameter.Location.QUERYSTRING,
                named.group(2));
    }
}
