package dev.gatehouse.lambda.api.url;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.CreateFunctionUrlConfigRequest;
import dev.gatehouse.aws.lambda.CreateFunctionUrlConfigResponse;
import dev.gatehouse.aws.lambda.DeleteFunctionUrlConfigRequest;
import dev.gatehouse.aws.lambda.FunctionUrlConfig;
import dev.gatehouse.aws.lambda.GetFunctionUrlConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionUrlConfigResponse;
import dev.gatehouse.aws.lambda.ListFunctionUrlConfigsRequest;
import dev.gatehouse.aws.lambda.ListFunctionUrlConfigsResponse;
import dev.gatehouse.aws.lambda.UpdateFunctionUrlConfigRequest;
import dev.gatehouse.aws.lambda.UpdateFunctionUrlConfigResponse;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredUrl;
import dev.gatehouse.lambda.plan.FunctionUrl.InvokeMode;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * CreateFunctionUrlConfig, GetFunctionUrlConfig, UpdateFunctionUrlConfig, DeleteFunctionUrlConfig
 * and ListFunctionUrlConfigs. Errors and what responses leave out are recorded from AWS.
 */
public final class FunctionUrlConfigs {
    private final FunctionRegistry registry;
    private final Clock clock;

    public FunctionUrlConfigs(FunctionRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public CreateFunctionUrlConfigResponse create(
            RequestContext context, CreateFunctionUrlConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        Instant now = now();
        StoredUrl url =
                new StoredUrl(
                        UrlIds.next(),
                        alias(function),
                        input.authType(),
                        UrlRules.cors(input.cors()),
                        input.invokeMode(),
                        now,
                        now);
        try {
            registry.transact(
                    function,
                    within -> {
                        requireTarget(within, function);
                        return within.urls().insert(function.scope(), id(function), url);
                    });
        } catch (DuplicateDocumentException _) {
            throw LambdaErrors.conflict(
                    ("Failed to create function url config for [functionArn = %s]. Error message: "
                                    + " FunctionUrlConfig exists for this Lambda function")
                            .formatted(function.arn()));
        }
        return CreateFunctionUrlConfigResponse.builder()
                .functionUrl(address(function, url))
                .functionArn(function.arn().toString())
                .authType(url.authType())
                .cors(UrlRules.cors(url.cors()))
                .creationTime(url.created().toString())
                .invokeMode(url.invokeMode())
                .build();
    }

    public GetFunctionUrlConfigResponse get(
            RequestContext context, GetFunctionUrlConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        StoredUrl url =
                registry.documents()
                        .urls()
                        .find(function.scope(), id(function))
                        .map(Stored::value)
                        .orElseThrow(LambdaErrors::noSuchResource);
        return GetFunctionUrlConfigResponse.builder()
                .functionUrl(address(function, url))
                .functionArn(function.arn().toString())
                .authType(url.authType())
                .cors(UrlRules.cors(url.cors()))
                .creationTime(url.created().toString())
                .lastModifiedTime(url.modified().toString())
                .invokeMode(mode(url))
                .build();
    }

    public UpdateFunctionUrlConfigResponse update(
            RequestContext context, UpdateFunctionUrlConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        StoredUrl url =
                registry.transact(
                        function,
                        within -> {
                            requireTarget(within, function);
                            return within.urls()
                                    .update(
                                            function.scope(),
                                            id(function),
                                            now -> updated(now, input))
                                    .map(Stored::value)
                                    .orElseThrow(LambdaErrors::noSuchResource);
                        });
        return UpdateFunctionUrlConfigResponse.builder()
                .functionUrl(address(function, url))
                .functionArn(function.arn().toString())
                .authType(url.authType())
                .cors(UrlRules.cors(url.cors()))
                .creationTime(url.created().toString())
                .lastModifiedTime(url.modified().toString())
                .invokeMode(url.invokeMode())
                .build();
    }

    /** Empty rules take those away that were there. */
    private StoredUrl updated(StoredUrl before, UpdateFunctionUrlConfigRequest input) {
        return new StoredUrl(
                before.id(),
                before.alias(),
                Objects.requireNonNullElse(input.authType(), before.authType()),
                input.cors() == null ? before.cors() : UrlRules.cors(input.cors()),
                input.invokeMode() == null ? before.invokeMode() : input.invokeMode(),
                before.created(),
                now());
    }

    public Empty delete(RequestContext context, DeleteFunctionUrlConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        boolean deleted =
                registry.transact(
                        function, within -> within.urls().delete(function.scope(), id(function)));
        if (!deleted) {
            throw LambdaErrors.noSuchResource();
        }
        return Empty.EMPTY;
    }

    public ListFunctionUrlConfigsResponse list(
            RequestContext context, ListFunctionUrlConfigsRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        requireTarget(registry.documents(), function);
        String prefix = function.name() + '/';
        Paging<Stored<StoredUrl>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) ->
                                registry.documents()
                                        .urls()
                                        .list(function.scope(), prefix, after, limit),
                        Stored::id);
        return ListFunctionUrlConfigsResponse.builder()
                .functionUrlConfigs(
                        page.items().stream()
                                .map(Stored::value)
                                .map(url -> listed(function, url))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static FunctionUrlConfig listed(FunctionReference function, StoredUrl url) {
        String alias = url.alias();
        return FunctionUrlConfig.builder()
                .functionUrl(address(function, url))
                .functionArn(
                        function.withQualifier(alias.isEmpty() ? null : alias).arn().toString())
                .creationTime(url.created().toString())
                .lastModifiedTime(url.modified().toString())
                .cors(UrlRules.cors(url.cors()))
                .authType(url.authType())
                .invokeMode(mode(url))
                .build();
    }

    private static void requireTarget(FunctionDocuments within, FunctionReference function) {
        boolean there =
                within.find(function).isPresent()
                        && (function.qualifier() == null
                                || within.alias(function, function.qualifier()).isPresent());
        if (!there) {
            throw LambdaErrors.notFound("Function does not exist");
        }
        if (within.require(function.withQualifier(null))
                .latest()
                .configuration()
                .resources()
                .perTenant()) {
            throw LambdaErrors.invalidParameter(
                    "Function URLs are not supported for functions with tenancy configuration.");
        }
    }

    private static String mode(StoredUrl url) {
        return Objects.requireNonNullElse(url.invokeMode(), InvokeMode.BUFFERED.name());
    }

    private static String address(FunctionReference function, StoredUrl url) {
        return "https://%s.lambda-url.%s.on.aws/".formatted(url.id(), function.scope().region());
    }

    private static String alias(FunctionReference function) {
        return function.qualifier() == null ? "" : function.qualifier();
    }

    private static String id(FunctionReference function) {
        return FunctionDocuments.urlId(function.name(), alias(function));
    }

    private Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MICROS);
    }
}
