package dev.gatehouse.gateway.apigateway.openapi;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ImportRestApiRequest;
import dev.gatehouse.aws.apigateway.PutRestApiRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.apigateway.api.RestApiOperations;
import dev.gatehouse.gateway.apigateway.documentation.DocumentationImport;
import dev.gatehouse.gateway.apigateway.method.IntegrationRules;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Objects;

/** The operations that make REST APIs of documents. */
public final class ImportOperations {
    private final RestLimits limits;
    private final IntegrationRules integrations;

    private ImportOperations(RestLimits limits, IntegrationRules integrations) {
        this.limits = limits;
        this.integrations = integrations;
    }

    public static void addTo(Resources service, RestLimits limits, IntegrationRules integrations) {
        ImportOperations operations = new ImportOperations(limits, integrations);
        service.on(ApiGateway.IMPORT_REST_API, service.publishing(), _ -> "", operations::importNew)
                .on(
                        ApiGateway.PUT_REST_API,
                        service.publishing(),
                        PutRestApiRequest::restApiId,
                        operations::put);
    }

    private Change<RestApi> importNew(Repositories in, ImportRestApiRequest request) {
        ImportOptions options =
                ImportOptions.of(true, request.parameters(), request.failOnWarnings());
        OpenApiDocument document = OpenApiDocument.read(request.body(), in.account(), in.region());
        String id = Ids.api();
        RestApi said = ImportedApi.of(document, RestApi.builder().build(), options);
        RestApi made =
                RestApiOperations.fresh(in, RestApiOperations.checked(in, id, said), id, limits);
        return new Change<>(id, null, filled(in, made, document, options));
    }

    /** Recorded: a document that is none is rejected before an API that is not there. */
    private Change<RestApi> put(Repositories in, PutRestApiRequest request) {
        ImportOptions options =
                ImportOptions.of(
                        !"overwrite".equals(request.mode()),
                        request.parameters(),
                        request.failOnWarnings());
        OpenApiDocument document = OpenApiDocument.read(request.body(), in.account(), in.region());
        RestApi present = in.of(RestTypes.API).get(request.restApiId());
        RestApi said = ImportedApi.of(document, present, options);
        RestApi changed = RestApiOperations.checked(in, request.restApiId(), said);
        return new Change<>(
                request.restApiId(),
                present,
                RestApiOperations.shown(filled(in, changed, document, options)));
    }

    private RestApi filled(
            Repositories in, RestApi api, OpenApiDocument document, ImportOptions options) {
        ImportReport report = new ImportReport();
        Extensions.warnOfUnknown(document, report);
        String id = Objects.requireNonNull(api.id());
        RestImport parts =
                new RestImport(
                        new ImportContext(in, id, document, report, integrations),
                        api,
                        limits.resources());
        if (!options.merge()) {
            parts.clear();
        }
        parts.write(options.basePath().prefix(document));
        if (options.documentation() && document.root().has(Extensions.DOCUMENTATION)) {
            new DocumentationImport(in, id, report).write(document, !options.merge());
        }
        report.close(options.failOnWarnings());
        return in.of(RestTypes.API).put(api.toBuilder().warnings(report.warnings()).build());
    }
}
