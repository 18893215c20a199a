package dev.gatehouse.gateway.apigateway.documentation;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateDocumentationVersionRequest;
import dev.gatehouse.aws.apigateway.DeleteDocumentationVersionRequest;
import dev.gatehouse.aws.apigateway.DocumentationVersion;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.DocumentationSnapshot;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on documentation versions: what is published of an API's documentation. */
public final class DocumentationVersionOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/description")
                    .build();

    private DocumentationVersionOperations() {}

    public static void addTo(Resources service) {
        service.of(RestTypes.DOCUMENTATION_VERSION)
                .create(
                        ApiGateway.CREATE_DOCUMENTATION_VERSION,
                        DocumentationVersionOperations::create)
                .get(ApiGateway.GET_DOCUMENTATION_VERSION)
                .list(ApiGateway.GET_DOCUMENTATION_VERSIONS)
                .update(
                        ApiGateway.UPDATE_DOCUMENTATION_VERSION,
                        (_, version, request) ->
                                Patches.apply(
                                        PATCH,
                                        RestTypes.DOCUMENTATION_VERSION,
                                        version,
                                        request.patchOperations()))
                .delete(
                        ApiGateway.DELETE_DOCUMENTATION_VERSION,
                        DocumentationVersionOperations::forget);
    }

    private static DocumentationVersion create(
            Repositories in, CreateDocumentationVersionRequest request) {
        String apiId = request.restApiId();
        String name = request.documentationVersion();
        if (name.isBlank()) {
            throw badRequest("Documentation version must be specified");
        }
        if (in.of(RestTypes.DOCUMENTATION_VERSION, apiId).find(name).isPresent()) {
            throw conflict("Documentation version already exists: " + name);
        }
        publish(in, apiId, name);
        String stage = request.stageName();
        if (stage != null && !stage.isEmpty()) {
            Stage present = in.of(RestTypes.STAGE, apiId).get(stage);
            in.of(RestTypes.STAGE, apiId)
                    .put(present.toBuilder().documentationVersion(name).build());
        }
        String description = request.description();
        return DocumentationVersion.builder()
                .version(name)
                .createdDate(in.now())
                .description("".equals(description) ? null : description)
                .build();
    }

    /** Pins the parts as they are now. */
    public static void publish(Repositories in, String apiId, String version) {
        in.documents(DocumentationSnapshot.KIND, apiId)
                .put(
                        version,
                        new DocumentationSnapshot(
                                in.of(RestTypes.DOCUMENTATION_PART, apiId).all().stream()
                                        .map(RestTypes.DOCUMENTATION_PART::document)
                                        .toList()));
    }

    private static void forget(
            Repositories in,
            DocumentationVersion version,
            DeleteDocumentationVersionRequest request) {
        String name = request.documentationVersion();
        boolean used =
                in.of(RestTypes.STAGE, request.restApiId()).all().stream()
                        .anyMatch(stage -> name.equals(stage.documentationVersion()));
        if (used) {
            throw badRequest(
                    "Active stages pointing to this documentation version must be moved or"
                            + " deleted");
        }
        in.documents(DocumentationSnapshot.KIND, request.restApiId()).delete(name);
    }
}
