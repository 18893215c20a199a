package dev.gatehouse.gateway.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operation of API Gateway is about, as it is before the operation. */
final class StoredResources {
    private StoredResources() {}

    /** Null where that is not there, or has no condition keys. */
    static @Nullable Structure of(
            Transactions transactions,
            RequestContext context,
            OperationModel operation,
            Structure input) {
        String noun = RequestMembers.noun(operation);
        return transactions
                .in(
                        context,
                        in ->
                                Optional.ofNullable(
                                        operation.service().name().equals("apigateway")
                                                ? rest(in, noun, input)
                                                : http(in, noun, input)))
                .orElse(null);
    }

    private static @Nullable Structure rest(Repositories in, String noun, Structure input) {
        return switch (noun) {
            case "RestApi" -> find(in, RestTypes.API, "", input.value("restApiId"));
            case "Stage" -> find(in, RestTypes.STAGE, input, "stageName");
            case "Authorizer" -> find(in, RestTypes.AUTHORIZER, input, "authorizerId");
            case "Method" -> {
                Structure resource = find(in, RestTypes.RESOURCE, input, "resourceId");
                yield resource != null && resource.value("resourceMethods") instanceof Map<?, ?> all
                        ? (Structure) all.get(input.value("httpMethod"))
                        : null;
            }
            case "DomainName" -> find(in, DomainTypes.DOMAIN, "", input.value("domainName"));
            default -> null;
        };
    }

    private static @Nullable Structure find(
            Repositories in, ResourceType<?> type, Structure input, String member) {
        return find(in, type, String.valueOf(input.value("restApiId")), input.value(member));
    }

    private static @Nullable Structure http(Repositories in, String noun, Structure input) {
        String api = String.valueOf(input.value("ApiId"));
        return switch (noun) {
            case "Api" -> find(in, HttpTypes.API, "", api);
            case "Stage" -> find(in, HttpTypes.STAGE, api, input.value("StageName"));
            case "Authorizer" -> find(in, HttpTypes.AUTHORIZER, api, input.value("AuthorizerId"));
            case "Route" -> find(in, HttpTypes.ROUTE, api, input.value("RouteId"));
            case "DomainName" -> find(in, DomainTypes.DOMAIN_V2, "", input.value("DomainName"));
            default -> null;
        };
    }

    private static @Nullable Structure find(
            Repositories in, ResourceType<?> type, String parent, @Nullable Object id) {
        return id == null
                ? null
                : in.of(type, parent).find(id.toString()).map(View::data).orElse(null);
    }
}
