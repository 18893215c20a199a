package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.DeleteLayerVersionRequest;
import dev.gatehouse.aws.lambda.GetLayerVersionByArnRequest;
import dev.gatehouse.aws.lambda.GetLayerVersionRequest;
import dev.gatehouse.aws.lambda.GetLayerVersionResponse;
import dev.gatehouse.aws.lambda.LayerVersionContentInput;
import dev.gatehouse.aws.lambda.ListLayerVersionsRequest;
import dev.gatehouse.aws.lambda.ListLayerVersionsResponse;
import dev.gatehouse.aws.lambda.ListLayersRequest;
import dev.gatehouse.aws.lambda.ListLayersResponse;
import dev.gatehouse.aws.lambda.PublishLayerVersionRequest;
import dev.gatehouse.aws.lambda.PublishLayerVersionResponse;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.api.CodeIntake.ObjectName;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.configuration.LayerArn;
import dev.gatehouse.lambda.configuration.Runtimes;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.StoredLayer;
import dev.gatehouse.lambda.model.StoredLayerVersion;
import dev.gatehouse.lambda.model.StoredLayerVersion.Compatibility;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Layers and their versions. */
final class Layers {
    private final Store store;
    private final LayerDocuments documents;
    private final CodeIntake intake;
    private final CodeQuotas quotas;
    private final LayerResponses responses;
    private final Clock clock;

    Layers(
            Store store,
            CodeIntake intake,
            CodeQuotas quotas,
            LayerResponses responses,
            Clock clock) {
        this.store = store;
        this.documents = LayerDocuments.of(store);
        this.intake = intake;
        this.quotas = quotas;
        this.responses = responses;
        this.clock = clock;
    }

    PublishLayerVersionResponse publish(RequestContext context, PublishLayerVersionRequest input) {
        Scope scope = Here.of(context);
        String name = LayerArn.name(Here.of(context), input.layerName());
        List<String> runtimes = input.compatibleRuntimes();
        if (runtimes != null) {
            runtimes.forEach(Runtimes::require);
        }
        LayerVersionContentInput content = input.content();
        VersionCode code =
                intake.take(
                        context,
                        content.zipFile(),
                        new ObjectName(
                                content.s3Bucket(), content.s3Key(), content.s3ObjectVersion()));
        quotas.requireStorage(scope, code.zippedBytes(), 0);
        StoredLayerVersion draft =
                new StoredLayerVersion(
                        0,
                        Objects.requireNonNullElse(input.description(), ""),
                        input.licenseInfo(),
                        new Compatibility(runtimes, input.compatibleArchitectures()),
                        code,
                        clock.now(),
                        null);
        StoredLayerVersion version =
                store.transact(
                        transaction -> publish(LayerDocuments.of(transaction), scope, name, draft));
        return responses.published(context, name, version);
    }

    private static StoredLayerVersion publish(
            LayerDocuments within, Scope scope, String name, StoredLayerVersion draft) {
        long number =
                within.layers().find(scope, name).map(Stored::value).stream()
                                .mapToLong(StoredLayer::lastNumber)
                                .findFirst()
                                .orElse(0)
                        + 1;
        if (number == 1) {
            within.layers().insert(scope, name, new StoredLayer(name, number));
        } else {
            within.layers().update(scope, name, now -> new StoredLayer(name, number));
        }
        StoredLayerVersion version = draft.withNumber(number);
        within.versions().insert(scope, LayerDocuments.versionId(name, number), version);
        return version;
    }

    GetLayerVersionResponse get(RequestContext context, GetLayerVersionRequest input) {
        requireNumber(input.versionNumber());
        String name = LayerArn.name(Here.of(context), input.layerName());
        return get(context, Here.of(context), name, input.versionNumber());
    }

    GetLayerVersionResponse getByArn(RequestContext context, GetLayerVersionByArnRequest input) {
        LayerArn.Version named = LayerArn.parse(input.arn());
        requireNumber(named.number());
        if (!named.region().equals(context.region().name())) {
            throw LambdaErrors.noSuchResource();
        }
        Scope owner = new Scope(new AccountId(named.account()), context.region());
        if (!owner.equals(Here.of(context))) {
            throw LambdaErrors.noSuchResource();
        }
        return get(context, owner, named.name(), named.number());
    }

    private GetLayerVersionResponse get(
            RequestContext context, Scope owner, String name, long number) {
        return documents
                .version(owner, name, number)
                .map(version -> responses.version(context, name, version))
                .orElseThrow(LambdaErrors::noSuchResource);
    }

    /** Deleting a version that is not there is fine; functions that use one keep it. */
    Empty delete(RequestContext context, DeleteLayerVersionRequest input) {
        requireNumber(input.versionNumber());
        String name = LayerArn.name(Here.of(context), input.layerName());
        String id = LayerDocuments.versionId(name, input.versionNumber());
        documents.versions().delete(Here.of(context), id);
        return Empty.EMPTY;
    }

    ListLayerVersionsResponse listVersions(RequestContext context, ListLayerVersionsRequest input) {
        String name = LayerArn.name(Here.of(context), input.layerName());
        Scope scope = Here.of(context);
        List<StoredLayerVersion> matching =
                matching(scope, name, input.compatibleRuntime(), input.compatibleArchitecture())
                        .toList();
        Paging<StoredLayerVersion> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) -> after(matching, after).limit(limit).toList(),
                        version -> Long.toString(version.number()));
        return ListLayerVersionsResponse.builder()
                .layerVersions(
                        page.items().stream()
                                .map(version -> LayerResponses.listed(context, name, version))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    ListLayersResponse list(RequestContext context, ListLayersRequest input) {
        Scope scope = Here.of(context);
        Paging<Stored<StoredLayer>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) -> documents.layers().list(scope, "", after, limit),
                        Stored::id);
        return ListLayersResponse.builder()
                .layers(
                        page.items().stream()
                                .flatMap(
                                        layer ->
                                                matching(
                                                                scope,
                                                                layer.id(),
                                                                input.compatibleRuntime(),
                                                                input.compatibleArchitecture())
                                                        .limit(1)
                                                        .map(
                                                                newest ->
                                                                        LayerResponses.layer(
                                                                                context,
                                                                                layer.id(),
                                                                                newest)))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private Stream<StoredLayerVersion> matching(
            Scope scope, String name, @Nullable String runtime, @Nullable String architecture) {
        return documents.versions(scope, name).stream()
                .filter(version -> version.compatibility().allows(runtime, architecture));
    }

    private static Stream<StoredLayerVersion> after(
            List<StoredLayerVersion> newestFirst, @Nullable String number) {
        long below = number == null ? Long.MAX_VALUE : numberOf(number);
        return newestFirst.stream().filter(version -> version.number() < below);
    }

    private static long numberOf(String marker) {
        try {
            return Long.parseLong(marker);
        } catch (NumberFormatException _) {
            throw LambdaErrors.invalidParameter("Invalid Marker: " + marker);
        }
    }

    private static void requireNumber(long number) {
        if (number < 1) {
            throw LambdaErrors.invalidParameter("Layer Version Cannot be less than 1");
        }
    }
}
