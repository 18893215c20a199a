package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.CreateAuthorizerRequest;
import dev.gatehouse.aws.apigateway.DeleteAuthorizerRequest;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.UpdateAuthorizerRequest;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on the authorizers of REST APIs. A deployment pins them, as all else. */
public final class AuthorizerOperations {
    /** Of one API. */
    private static final int MOST = 10;

    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.EXACT_TEXT, "/name")
                    .replace(PatchType.TEXT, "/authorizerUri")
                    .change(PatchType.TEXT, "/authorizerCredentials")
                    .change(PatchType.TEXT, "/identitySource", "/identityValidationExpression")
                    .replace(PatchType.TEXT, "/authType", "/type")
                    .values("/providerARNs")
                    .change(PatchType.INTEGER, "/authorizerResultTtlInSeconds")
                    .replace(PatchType.JSON, "/jwtConfiguration")
                    .build();

    private AuthorizerOperations() {}

    public static void addTo(Resources service) {
        service.of(RestTypes.AUTHORIZER)
                .create(ApiGateway.CREATE_AUTHORIZER, AuthorizerOperations::create)
                .get(ApiGateway.GET_AUTHORIZER)
                .list(ApiGateway.GET_AUTHORIZERS)
                .update(ApiGateway.UPDATE_AUTHORIZER, AuthorizerOperations::update)
                .delete(ApiGateway.DELETE_AUTHORIZER, AuthorizerOperations::rejectIfUsed);
    }

    private static Authorizer create(Repositories in, CreateAuthorizerRequest request) {
        Authorizer wanted =
                AuthorizerRules.withDefaults(RestTypes.AUTHORIZER.from(request)).toBuilder()
                        .id(Ids.part())
                        .build();
        AuthorizerRules.check(wanted, in.account());
        requireOwnName(in, request.restApiId(), wanted);
        in.of(RestTypes.AUTHORIZER, request.restApiId())
                .requireRoom(MOST, "Maximum number of Authorizers for this API has been reached");
        return wanted;
    }

    private static Authorizer update(
            Repositories in, Authorizer authorizer, UpdateAuthorizerRequest request) {
        Patches.changes(request.patchOperations()).stream()
                .filter(change -> "/jwtConfiguration".equals(change.path()))
                .forEach(change -> JwtDocuments.parse(String.valueOf(change.value())));
        Authorizer changed =
                AuthorizerRules.withDefaults(
                        Patches.apply(
                                PATCH,
                                RestTypes.AUTHORIZER,
                                authorizer,
                                request.patchOperations()));
        AuthorizerRules.check(changed, in.account());
        requireOwnName(in, request.restApiId(), changed);
        requireFitting(in, request.restApiId(), authorizer, changed);
        return changed;
    }

    private static void requireOwnName(Repositories in, String apiId, Authorizer wanted) {
        boolean taken =
                in.of(RestTypes.AUTHORIZER, apiId).all().stream()
                        .filter(each -> !String.valueOf(each.id()).equals(wanted.id()))
                        .anyMatch(each -> String.valueOf(each.name()).equals(wanted.name()));
        if (taken) {
            throw conflict(
                    "Authorizer name must be unique. Authorizer %s already exists in this RestApi."
                            .formatted(wanted.name()));
        }
    }

    /** A method that asks for one sort of authorizer would be left with another. */
    private static void requireFitting(
            Repositories in, String apiId, Authorizer before, Authorizer after) {
        String type = AuthorizerRules.authorizationType(before);
        if (!type.equals(AuthorizerRules.authorizationType(after))) {
            rejectIfUsed(in, apiId, String.valueOf(before.id()), "change the type of");
        }
    }

    private static void rejectIfUsed(
            Repositories in, Authorizer authorizer, DeleteAuthorizerRequest request) {
        rejectIfUsed(in, request.restApiId(), request.authorizerId(), "delete");
    }

    private static void rejectIfUsed(
            Repositories in, String apiId, String authorizerId, String what) {
        for (Resource resource : in.of(RestTypes.RESOURCE, apiId).all()) {
            MethodEntry.methods(resource)
                    .forEach(
                            (verb, method) -> {
                                if (authorizerId.equals(method.authorizerId())) {
                                    throw conflict(
                                            "Cannot %s authorizer '%s', is referenced in method: %s/%s"
                                                    .formatted(
                                                            what,
                                                            authorizerId,
                                                            resource.path(),
                                                            verb));
                                }
                            });
        }
    }
}
