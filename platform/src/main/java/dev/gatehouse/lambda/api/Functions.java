package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.Concurrency;
import dev.gatehouse.aws.lambda.DeleteFunctionRequest;
import dev.gatehouse.aws.lambda.DeleteFunctionResponse;
import dev.gatehouse.aws.lambda.FunctionCodeLocation;
import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.GetFunctionConfigurationRequest;
import dev.gatehouse.aws.lambda.GetFunctionRequest;
import dev.gatehouse.aws.lambda.GetFunctionResponse;
import dev.gatehouse.aws.lambda.ListFunctionsRequest;
import dev.gatehouse.aws.lambda.ListFunctionsResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.encryption.CodeEncryption;
import dev.gatehouse.lambda.image.ImageStore;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.ResourcePolicy;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GetFunction, GetFunctionConfiguration, ListFunctions and DeleteFunction. */
final class Functions {
    private final FunctionRegistry registry;
    private final CodeDownloads downloads;
    private final FunctionResponses responses;
    private final CodeEncryption encryption;

    Functions(
            FunctionRegistry registry,
            CodeDownloads downloads,
            FunctionResponses responses,
            CodeEncryption encryption) {
        this.encryption = encryption;
        this.registry = registry;
        this.downloads = downloads;
        this.responses = responses;
    }

    GetFunctionResponse get(RequestContext context, GetFunctionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        StoredFunction stored = registry.documents().require(function);
        StoredVersion version = registry.documents().requireVersion(function);
        return GetFunctionResponse.builder()
                .configuration(responses.full(context, function, version))
                .code(location(context, function, version))
                .tags(stored.tags().isEmpty() ? null : stored.tags())
                .concurrency(concurrency(stored.settings().reservedConcurrency()))
                .build();
    }

    FunctionConfiguration configuration(
            RequestContext context, GetFunctionConfigurationRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        return responses.full(context, function, registry.documents().requireVersion(function));
    }

    ListFunctionsResponse list(RequestContext context, ListFunctionsRequest input) {
        if (input.masterRegion() != null && !input.masterRegion().equals("ALL")) {
            throw LambdaErrors.unsupported("The parameter MasterRegion");
        }
        Scope scope = Here.of(context);
        Paging<Stored<StoredFunction>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) ->
                                registry.documents().functions().list(scope, "", after, limit),
                        Stored::id);
        boolean all = "ALL".equals(input.functionVersion());
        List<FunctionConfiguration> listed = new ArrayList<>();
        for (Stored<StoredFunction> stored : page.items()) {
            FunctionReference function = FunctionReference.to(scope, stored.id());
            if (all) {
                listed.addAll(versions(context, function, stored.value()));
            } else {
                listed.add(responses.listed(context, function, stored.value().latest()));
            }
        }
        return ListFunctionsResponse.builder()
                .functions(listed)
                .nextMarker(page.nextMarker())
                .build();
    }

    private List<FunctionConfiguration> versions(
            RequestContext context, FunctionReference function, StoredFunction stored) {
        List<FunctionConfiguration> listed = new ArrayList<>();
        listed.add(
                responses.listed(
                        context, function.withQualifier(FunctionVersion.LATEST), stored.latest()));
        for (StoredVersion version : registry.documents().published(function)) {
            listed.add(
                    responses.listed(context, function.withQualifier(version.version()), version));
        }
        return listed;
    }

    DeleteFunctionResponse delete(RequestContext context, DeleteFunctionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        String qualifier = function.qualifier();
        if (qualifier == null) {
            deleteAll(function);
        } else {
            deleteVersion(function, qualifier);
        }
        return DeleteFunctionResponse.builder().statusCode(204).build();
    }

    private void deleteAll(FunctionReference function) {
        boolean deleted =
                registry.transact(
                        function, within -> within.delete(function.scope(), function.name()));
        if (!deleted) {
            throw LambdaErrors.functionNotFound(function.function());
        }
    }

    /** A version that does not exist is deleted already, as on AWS; its policy goes with it. */
    private void deleteVersion(FunctionReference function, String qualifier) {
        if (qualifier.equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter(
                    "$LATEST version cannot be deleted without deleting the function.");
        }
        if (!FunctionDocuments.isNumber(qualifier) && qualifier.indexOf('$') < 0) {
            throw LambdaErrors.invalidParameter("Deletion of aliases is not currently supported.");
        }
        registry.transact(
                function,
                within -> {
                    within.require(function.withQualifier(null));
                    if (within.published(function, qualifier).isEmpty()) {
                        return false;
                    }
                    rejectWhenAliased(within.aliases(function), qualifier);
                    FunctionRegistry.change(
                            within,
                            function,
                            now ->
                                    now.withPolicy(qualifier, ResourcePolicy.empty())
                                            .withSettings(
                                                    now.settings()
                                                            .withProvisioned(qualifier, null)));
                    String id = FunctionDocuments.versionId(function.name(), qualifier);
                    return within.versions().delete(function.scope(), id);
                });
    }

    private static void rejectWhenAliased(List<StoredAlias> aliases, String version) {
        List<String> names =
                aliases.stream()
                        .filter(alias -> alias.reaches(version))
                        .map(StoredAlias::name)
                        .toList();
        if (!names.isEmpty()) {
            throw LambdaErrors.conflict(
                    "Unable to delete version because the following aliases reference it: "
                            + names);
        }
    }

    private FunctionCodeLocation location(
            RequestContext context, FunctionReference function, StoredVersion version) {
        String image = version.code().imageUri();
        if (image != null) {
            return FunctionCodeLocation.builder()
                    .repositoryType("ECR")
                    .imageUri(image)
                    .resolvedImageUri(ImageStore.resolved(image, version.code()))
                    .build();
        }
        encryption.require(context, function.function(), version.code().sourceKey());
        return FunctionCodeLocation.builder()
                .sourceKMSKeyArn(version.code().keyArn())
                .repositoryType("S3")
                .location(downloads.link(context.authority(), version.code().key()))
                .build();
    }

    private static @Nullable Concurrency concurrency(@Nullable Integer reserved) {
        return reserved == null
                ? null
                : Concurrency.builder().reservedConcurrentExecutions(reserved).build();
    }
}
