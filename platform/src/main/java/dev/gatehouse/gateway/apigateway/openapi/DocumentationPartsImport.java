package dev.gatehouse.gateway.apigateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DocumentationPartIds;
import dev.gatehouse.aws.apigateway.ImportDocumentationPartsRequest;
import dev.gatehouse.gateway.apigateway.documentation.DocumentationImport;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;

/** The operation that takes of a document its documentation alone. */
public final class DocumentationPartsImport {
    private DocumentationPartsImport() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.IMPORT_DOCUMENTATION_PARTS, DocumentationPartsImport::run);
    }

    private static DocumentationPartIds run(
            Repositories in, ImportDocumentationPartsRequest request) {
        OpenApiDocument document = document(in, request);
        in.of(RestTypes.API).get(request.restApiId());
        ImportReport report = new ImportReport();
        List<String> ids =
                new DocumentationImport(in, request.restApiId(), report)
                        .write(document, "overwrite".equals(request.mode()));
        report.close(request.failOnWarnings());
        return DocumentationPartIds.builder().ids(ids).warnings(report.warnings()).build();
    }

    private static OpenApiDocument document(
            Repositories in, ImportDocumentationPartsRequest request) {
        try {
            return OpenApiDocument.read(request.body(), in.account(), in.region());
        } catch (ServiceException none) {
            throw badRequest("Unable to build importer with provided input.");
        }
    }
}
