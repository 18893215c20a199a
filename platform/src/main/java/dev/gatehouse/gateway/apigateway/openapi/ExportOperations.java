package dev.gatehouse.gateway.apigateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ExportResponse;
import dev.gatehouse.aws.apigateway.GetExportRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.DocumentationSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.ExportForm;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation that writes a stage's API as a document. */
public final class ExportOperations {
    private static final String SWAGGER = "swagger";
    private static final Set<String> TYPES = Set.of(SWAGGER, "oas30");

    private ExportOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.GET_EXPORT, ExportOperations::export);
    }

    private static ExportResponse export(Repositories in, GetExportRequest request) {
        String apiId = request.restApiId();
        in.of(RestTypes.API).get(apiId);
        Stage stage = in.of(RestTypes.STAGE, apiId).get(request.stageName());
        String type = request.exportType();
        if (!TYPES.contains(type)) {
            throw badRequest("Invalid export type specified. Valid options are oas30, swagger");
        }
        RestSnapshot snapshot =
                in.documents(RestSnapshot.KIND, apiId)
                        .find(Objects.requireNonNull(stage.deploymentId()))
                        .orElseThrow();
        ExportExtensions extensions = ExportExtensions.of(request.parameters());
        RestExport export = new RestExport(snapshot, type.equals(SWAGGER), extensions);
        String host =
                "%s.execute-api.%s.%s".formatted(apiId, in.region(), in.region().domainSuffix());
        ExportForm form = ExportForm.of(request.accepts());
        ObjectNode document = export.document(host, request.stageName());
        documentation(in, apiId, stage.documentationVersion())
                .ifPresent(
                        documentation -> {
                            documentation.putInto(document);
                            if (extensions.documentation()) {
                                document.set(Extensions.DOCUMENTATION, documentation.extension());
                            }
                        });
        return ExportResponse.builder()
                .body(form.write(document))
                .contentType("application/octet-stream")
                .contentDisposition(
                        "attachment; filename=\"%s_%s.%s\""
                                .formatted(
                                        type,
                                        export.version().replaceAll("[^A-Za-z0-9._:-]", "_"),
                                        form.extension()))
                .build();
    }

    private static Optional<ExportedDocumentation> documentation(
            Repositories in, String apiId, @Nullable String version) {
        return Optional.ofNullable(version)
                .flatMap(in.documents(DocumentationSnapshot.KIND, apiId)::find)
                .map(
                        snapshot ->
                                new ExportedDocumentation(
                                        String.valueOf(version),
                                        snapshot.parts().stream()
                                                .map(RestTypes.DOCUMENTATION_PART::read)
                                                .toList()));
    }
}
