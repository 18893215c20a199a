package dev.gatehouse.gateway.apigateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ExportResponse;
import dev.gatehouse.aws.apigateway.GetExportRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.ExportForm;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Objects;
import java.util.Set;

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
        RestExport export =
                new RestExport(
                        snapshot, type.equals(SWAGGER), ExportExtensions.of(request.parameters()));
        String host =
                "%s.execute-api.%s.%s".formatted(apiId, in.region(), in.region().domainSuffix());
        ExportForm form = ExportForm.of(request.accepts());
        return ExportResponse.builder()
                .body(form.write(export.document(host, request.stageName())))
                .contentType("application/octet-stream")
                .contentDisposition(
                        "attachment; filename=\"%s_%s.%s\""
                                .formatted(
                                        type,
                                        export.version().replaceAll("[^A-Za-z0-9._:-]", "_"),
                                        form.extension()))
                .build();
    }
}
