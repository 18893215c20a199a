package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a method of a REST API may say. */
public final class MethodRules {
    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final Set<String> FUNCTIONS = Set.of("TOKEN", "REQUEST");
    private static final Pattern REQUEST_PARAMETER =
            Pattern.compile("method\\.request\\.(querystring|path|header)\\.(.+)");

    private MethodRules() {}

    public static void checkVerb(String httpMethod) {
        if (!VERBS.contains(httpMethod)) {
            throw badRequest(
                    "Invalid HttpMethod specified. Valid options are " + String.join(",", VERBS));
        }
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(Repositories in, String apiId, Method method) {
        checkAuthorization(in, apiId, method);
        String validator = method.requestValidatorId();
        if (validator != null
                && !validator.isEmpty()
                && in.of(RestTypes.REQUEST_VALIDATOR, apiId).find(validator).isEmpty()) {
            throw badRequest("Invalid Request Validator identifier specified");
        }
        checkParameters(Objects.requireNonNullElse(method.requestParameters(), Map.of()));
        Map<String, String> models = Objects.requireNonNullElse(method.requestModels(), Map.of());
        checkModels(in, apiId, models.values());
    }

    private static void checkAuthorization(Repositories in, String apiId, Method method) {
        String type = Objects.requireNonNullElse(method.authorizationType(), "");
        switch (type) {
            case "NONE", "AWS_IAM" -> {
                reject("authorizerId with authorizationType " + type, method.authorizerId());
                rejectScopes(method);
            }
            case "CUSTOM" -> {
                requireAuthorizer(in, apiId, method, FUNCTIONS);
                rejectScopes(method);
            }
            case "COGNITO_USER_POOLS", "JWT" -> requireAuthorizer(in, apiId, method, Set.of(type));
            default ->
                    throw badRequest(
                            "Invalid authorization type specified. Valid options are"
                                    + " AWS_IAM,NONE,CUSTOM,COGNITO_USER_POOLS,JWT");
        }
    }

    private static void rejectScopes(Method method) {
        reject(
                "authorizationScopes with authorizationType " + method.authorizationType(),
                method.authorizationScopes());
    }

    private static void requireAuthorizer(
            Repositories in, String apiId, Method method, Set<String> types) {
        String id = Objects.requireNonNullElse(method.authorizerId(), "");
        boolean fits =
                in.of(RestTypes.AUTHORIZER, apiId)
                        .find(id)
                        .filter(each -> types.contains(each.type()))
                        .isPresent();
        if (!fits) {
            throw badRequest(
                    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or"
                            + " COGNITO_USER_POOLS requires a valid authorizer.");
        }
    }

    private static void checkParameters(Map<String, Boolean> parameters) {
        Set<String> names = new HashSet<>();
        for (String parameter : parameters.keySet()) {
            Matcher parts = REQUEST_PARAMETER.matcher(parameter);
            if (!parts.matches()) {
                throw Mappings.invalid("Invalid mapping expression specified: " + parameter);
            }
            if (!names.add(parts.group(2))) {
                throw badRequest(
                        "Parameter names must be unique across querystring, header and path");
            }
        }
    }

    /** Rejects the name of a model that the API does not have. */
    static void checkModels(Repositories in, String apiId, Collection<String> names) {
        for (String name : names) {
            if (in.of(RestTypes.MODEL, apiId).find(name).isEmpty()) {
                throw badRequest("Invalid model identifier specified: " + name);
            }
        }
    }
}
