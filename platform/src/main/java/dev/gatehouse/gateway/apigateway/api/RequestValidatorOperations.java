package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateRequestValidatorRequest;
import dev.gatehouse.aws.apigateway.DeleteRequestValidatorRequest;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on request validators: what methods that name them have looked at. */
public final class RequestValidatorOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/name")
                    .replace(
                            PatchType.BOOLEAN, "/validateRequestBody", "/validateRequestParameters")
                    .build();

    private RequestValidatorOperations() {}

    public static void addTo(Resources service) {
        service.of(RestTypes.REQUEST_VALIDATOR)
                .create(
                        ApiGateway.CREATE_REQUEST_VALIDATOR,
                        (_, request) -> RequestValidatorOperations.create(request))
                .get(ApiGateway.GET_REQUEST_VALIDATOR)
                .list(ApiGateway.GET_REQUEST_VALIDATORS)
                .update(
                        ApiGateway.UPDATE_REQUEST_VALIDATOR,
                        (_, validator, request) ->
                                Patches.apply(
                                        PATCH,
                                        RestTypes.REQUEST_VALIDATOR,
                                        validator,
                                        request.patchOperations()))
                .delete(
                        ApiGateway.DELETE_REQUEST_VALIDATOR,
                        RequestValidatorOperations::rejectIfUsed);
    }

    private static RequestValidator create(CreateRequestValidatorRequest request) {
        return RestTypes.REQUEST_VALIDATOR.from(request).toBuilder()
                .id(Ids.part())
                .validateRequestBody(Boolean.TRUE.equals(request.validateRequestBody()))
                .validateRequestParameters(Boolean.TRUE.equals(request.validateRequestParameters()))
                .build();
    }

    private static void rejectIfUsed(
            Repositories in, RequestValidator validator, DeleteRequestValidatorRequest request) {
        for (Resource resource : in.of(RestTypes.RESOURCE, request.restApiId()).all()) {
            MethodEntry.methods(resource)
                    .forEach(
                            (verb, method) -> {
                                if (request.requestValidatorId()
                                        .equals(method.requestValidatorId())) {
                                    throw conflict(
                                            "Cannot delete validator '%s', is referenced in method: %s/%s"
                                                    .formatted(
                                                            validator.id(), resource.path(), verb));
                                }
                            });
        }
    }
}
