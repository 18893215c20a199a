package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.ExportApiRequest;
import dev.gatehouse.aws.apigatewayv2.ExportApiResponse;
import dev.gatehouse.aws.apigatewayv2.ImportApiRequest;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.ReimportApiRequest;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.openapi.HttpDefinition;
import dev.gatehouse.gateway.apigatewayv2.openapi.HttpDefinition.RoutePart;
import dev.gatehouse.gateway.apigatewayv2.openapi.HttpDefinitionReader;
import dev.gatehouse.gateway.apigatewayv2.openapi.HttpExport;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.TargetEntry;
import dev.gatehouse.gateway.openapi.BasePath;
import dev.gatehouse.gateway.openapi.ExportForm;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that make HTTP APIs of documents of OpenAPI 3.0, and documents of HTTP APIs. */
final class DocumentOperations {
    private final HttpLimits limits;
    private final BiFunction<Repositories, CreateIntegrationRequest, Integration> integrations;

    private DocumentOperations(
            HttpLimits limits,
            BiFunction<Repositories, CreateIntegrationRequest, Integration> integrations) {
        this.limits = limits;
        this.integrations = integrations;
    }

    /**
     * @param integrations makes an integration of what CreateIntegration would be asked
     */
    static void addTo(
            Resources service,
            Deploying deploying,
            HttpLimits limits,
            BiFunction<Repositories, CreateIntegrationRequest, Integration> integrations) {
        DocumentOperations operations = new DocumentOperations(limits, integrations);
        service.on(ApiGatewayV2.IMPORT_API, service.publishing(), _ -> "", operations::importNew)
                .on(
                        ApiGatewayV2.REIMPORT_API,
                        deploying.<Api>with((_, _) -> new Effect.OnEverything()),
                        ReimportApiRequest::apiId,
                        operations::reimport)
                .on(ApiGatewayV2.EXPORT_API, DocumentOperations::export);
    }

    private static ExportApiResponse export(Repositories in, ExportApiRequest request) {
        requireOne("specification", "OAS30", request.specification());
        requireOne("exportVersion", "1.0", request.exportVersion());
        String form = request.outputType();
        if (!form.equals("JSON") && !form.equals("YAML")) {
            throw badRequest("Invalid outputType specified. Valid options are JSON, YAML");
        }
        requireHttp(in.of(HttpTypes.API).get(request.apiId()));
        String stage = request.stageName();
        HttpSnapshot exported =
                stage == null
                        ? HttpSnapshot.take(in, request.apiId())
                        : deployed(in, request.apiId(), stage);
        boolean extended = !Boolean.FALSE.equals(request.includeExtensions());
        ObjectNode document =
                new HttpExport(exported, extended).document(stage == null ? "" : stage);
        return ExportApiResponse.builder().body(ExportForm.valueOf(form).write(document)).build();
    }

    private static void requireHttp(Api api) {
        if (Protocol.of(api) != Protocol.HTTP) {
            throw badRequest("Documents of OpenAPI describe HTTP APIs only");
        }
    }

    private static void requireOne(String member, String only, @Nullable String asked) {
        if (asked != null && !asked.equals(only)) {
            throw badRequest("Invalid %s specified. Valid options are %s".formatted(member, only));
        }
    }

    /** A stage that follows the API has no snapshot: it is the API as it is now. */
    private static HttpSnapshot deployed(Repositories in, String apiId, String name) {
        String deployment = in.of(HttpTypes.STAGE, apiId).get(name).deploymentId();
        if (deployment == null) {
            throw badRequest("The stage " + name + " has no deployment");
        }
        return in.documents(HttpSnapshot.KIND, apiId)
                .find(deployment)
                .orElseGet(() -> HttpSnapshot.take(in, apiId));
    }

    private Change<Api> importNew(Repositories in, ImportApiRequest request) {
        ImportReport report = new ImportReport();
        HttpDefinition definition = read(in, request.body(), request.basepath(), report);
        Api made = HttpApiOperations.create(in, definition.api(), limits);
        String id = Objects.requireNonNull(made.apiId());
        write(in, id, definition, report);
        return new Change<>(id, null, kept(in, made, report, request.failOnWarnings()));
    }

    /** What the API has beside its stages and their deployments is that of the document alone. */
    private Change<Api> reimport(Repositories in, ReimportApiRequest request) {
        ImportReport report = new ImportReport();
        HttpDefinition definition = read(in, request.body(), request.basepath(), report);
        Api present = in.of(HttpTypes.API).get(request.apiId());
        requireHttp(present);
        Api said = HttpTypes.API.from(definition.api());
        Api changed =
                HttpApiRules.withDefaults(
                        said.toBuilder()
                                .apiId(present.apiId())
                                .createdDate(present.createdDate())
                                .apiEndpoint(present.apiEndpoint())
                                .tags(said.tags() == null ? present.tags() : said.tags())
                                .build());
        HttpApiRules.check(changed);
        in.of(HttpTypes.ROUTE, request.apiId()).deleteAll();
        in.of(HttpTypes.INTEGRATION, request.apiId()).deleteAll();
        in.of(HttpTypes.AUTHORIZER, request.apiId()).deleteAll();
        write(in, request.apiId(), definition, report);
        return new Change<>(
                request.apiId(), present, kept(in, changed, report, request.failOnWarnings()));
    }

    private static HttpDefinition read(
            Repositories in, String body, @Nullable String basePath, ImportReport report) {
        OpenApiDocument document =
                OpenApiDocument.read(
                        body.getBytes(StandardCharsets.UTF_8), in.account(), in.region());
        document.requireOpenApi();
        Extensions.warnOfUnknown(document, report);
        String prefix = BasePath.of(basePath).prefix(document);
        return new HttpDefinitionReader(document, report).read(prefix);
    }

    private static Api kept(
            Repositories in, Api api, ImportReport report, @Nullable Boolean failOnWarnings) {
        report.close(failOnWarnings);
        return in.of(HttpTypes.API).put(api.toBuilder().warnings(report.warnings()).build());
    }

    private void write(
            Repositories in, String apiId, HttpDefinition definition, ImportReport report) {
        Map<String, String> authorizers = new HashMap<>();
        definition
                .authorizers()
                .forEach(
                        (name, request) ->
                                report.attemptOrIgnore(
                                        "Unable to create Authorizer '%s'".formatted(name),
                                        () -> {
                                            Authorizer made =
                                                    HttpAuthorizerOperations.create(
                                                            in,
                                                            request.toBuilder()
                                                                    .apiId(apiId)
                                                                    .build());
                                            in.of(HttpTypes.AUTHORIZER, apiId).put(made);
                                            authorizers.put(
                                                    name,
                                                    Objects.requireNonNull(made.authorizerId()));
                                        }));
        Map<String, String> shared = new HashMap<>();
        for (RoutePart part : definition.routes()) {
            report.attemptOrIgnore(
                    unable(part.route().routeKey()),
                    () -> write(in, apiId, part, authorizers, shared));
        }
        dropUnused(in, apiId);
    }

    /** Integrations of routes that were ignored are none of the API's. */
    private static void dropUnused(Repositories in, String apiId) {
        Set<String> used =
                in.of(HttpTypes.ROUTE, apiId).all().stream()
                        .map(route -> String.valueOf(route.target()))
                        .collect(Collectors.toSet());
        Repository<Integration> integrations = in.of(HttpTypes.INTEGRATION, apiId);
        integrations.all().stream()
                .map(integration -> Objects.requireNonNull(integration.integrationId()))
                .filter(id -> !used.contains(TargetEntry.PREFIX + id))
                .forEach(integrations::delete);
    }

    private static String unable(String routeKey) {
        int blank = routeKey.indexOf(' ');
        return "Unable to put method '%s' on resource at path '%s'"
                .formatted(
                        blank < 0 ? "ANY" : routeKey.substring(0, blank),
                        blank < 0 ? '/' + routeKey : routeKey.substring(blank + 1));
    }

    private void write(
            Repositories in,
            String apiId,
            RoutePart part,
            Map<String, String> authorizers,
            Map<String, String> shared) {
        String authorizer = part.authorizer();
        if (authorizer != null && !authorizers.containsKey(authorizer)) {
            throw badRequest(
                    "Invalid authorizer definition. Setting the authorization type to %s requires a valid authorizer"
                            .formatted(part.route().authorizationType()));
        }
        CreateRouteRequest request =
                part.route().toBuilder()
                        .apiId(apiId)
                        .authorizerId(authorizer == null ? null : authorizers.get(authorizer))
                        .target(target(in, apiId, part, shared))
                        .build();
        Route made = RouteOperations.create(in, request, limits);
        in.of(HttpTypes.ROUTE, apiId).put(made);
    }

    private @Nullable String target(
            Repositories in, String apiId, RoutePart part, Map<String, String> shared) {
        CreateIntegrationRequest wanted = part.integration();
        if (wanted == null) {
            return null;
        }
        String name = part.shared();
        String present = name == null ? null : shared.get(name);
        if (present != null) {
            return present;
        }
        Integration made = integrations.apply(in, wanted.toBuilder().apiId(apiId).build());
        in.of(HttpTypes.INTEGRATION, apiId).put(made);
        String target = TargetEntry.PREFIX + made.integrationId();
        if (name != null) {
            shared.put(name, target);
        }
        return target;
    }
}
