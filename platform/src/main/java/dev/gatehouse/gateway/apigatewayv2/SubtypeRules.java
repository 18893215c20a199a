package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.gateway.map.SelectionExpression;
import dev.gatehouse.gateway.plan.integration.ServiceSubtype;
import dev.gatehouse.kernel.DevelopmentServices;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which integrations may call an operation of a service by name.
 *
 * @param served whether a service can be called, by the name requests are signed with
 */
record SubtypeRules(Predicate<String> served) {
    /** What is an object in JSON, perhaps with variables in it. */
    private static final Set<String> STRUCTURED =
            Set.of("MessageAttributes", "MessageSystemAttributes");

    void check(Integration integration, String named) {
        ServiceSubtype subtype =
                ServiceSubtype.named(named)
                        .filter(_ -> "AWS_PROXY".equals(integration.integrationType()))
                        .orElseThrow(
                                () ->
                                        badRequest(
                                                "Operation: %s is not supported."
                                                        .formatted(named)));
        reject("integrationUri with an integrationSubtype", integration.integrationUri());
        String role = integration.credentialsArn();
        if (role == null || role.isEmpty()) {
            throw badRequest(
                    "Role ARN must be specified for AWS integration configuration with Subtype: "
                            + subtype);
        }
        checkParameters(
                subtype, Objects.requireNonNullElse(integration.requestParameters(), Map.of()));
        if (!served.test(subtype.service())) {
            throw badRequest(
                    "Gatehouse has no %s: %s"
                            .formatted(
                                    subtype.service(),
                                    DevelopmentServices.hint(subtype.service())));
        }
    }

    private static void checkParameters(ServiceSubtype subtype, Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!subtype.takes(name)) {
                throw badRequest(
                        "Parameter: %s does not fit schema for Operation: %s."
                                .formatted(name, subtype));
            }
        }
        if (!parameters.keySet().containsAll(subtype.required())) {
            throw badRequest(
                    "Operation: %s requires enabling passthrough, or defining all of the following"
                                    .formatted(subtype)
                            + " parameters: "
                            + String.join(", ", new TreeSet<>(subtype.required())));
        }
        parameters.forEach(SubtypeRules::checkSource);
    }

    private static void checkSource(String name, String source) {
        Optional<SelectionExpression> read =
                SelectionExpression.ofRequest(source)
                        .filter(
                                each ->
                                        !STRUCTURED.contains(name)
                                                || !each.isStatic()
                                                || source.strip().startsWith("{"));
        if (read.isEmpty()) {
            throw badRequest(
                    "Invalid selection expression specified: Validation Result: warnings : [],"
                            + " errors : [Invalid source: %s specified for destination: %s]"
                                    .formatted(source, name));
        }
    }
}
