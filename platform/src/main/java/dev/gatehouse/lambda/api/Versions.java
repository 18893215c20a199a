package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.ListVersionsByFunctionRequest;
import dev.gatehouse.aws.lambda.ListVersionsByFunctionResponse;
import dev.gatehouse.aws.lambda.PublishVersionRequest;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PublishVersion and ListVersionsByFunction. */
final class Versions {
    private final FunctionRegistry registry;
    private final CodeQuotas quotas;
    private final FunctionResponses responses;

    Versions(FunctionRegistry registry, CodeQuotas quotas, FunctionResponses responses) {
        this.registry = registry;
        this.quotas = quotas;
        this.responses = responses;
    }

    FunctionConfiguration publish(RequestContext context, PublishVersionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        UnsupportedProperties.reject(input);
        requireStorage(function);
        StoredVersion version =
                registry.transact(function, within -> publish(within, function, input));
        return responses.full(context, function.withQualifier(version.version()), version);
    }

    private static StoredVersion publish(
            FunctionDocuments within, FunctionReference function, PublishVersionRequest input) {
        StoredFunction stored = within.require(function);
        FunctionRegistry.requireSettled(function, stored);
        FunctionRegistry.requireRevision(input.revisionId(), stored.latest().revisionId());
        requireCode(input.codeSha256(), stored.latest());
        Optional<StoredVersion> former = repeated(within, function, stored);
        if (former.isPresent()) {
            return former.get();
        }
        int last = stored.lastPublished();
        StoredVersion version = publish(stored, last + 1, input.description());
        String id = FunctionDocuments.versionId(function.name(), version.version());
        within.versions().insert(function.scope(), id, version);
        FunctionRegistry.change(within, function, now -> now.published(last + 1));
        return version;
    }

    /** The newest version, when another one would be the same. */
    private static Optional<StoredVersion> repeated(
            FunctionDocuments documents, FunctionReference function, StoredFunction stored) {
        return documents
                .published(function, Integer.toString(stored.lastPublished()))
                .filter(former -> former.repeats(stored.latest()));
    }

    private void requireStorage(FunctionReference function) {
        StoredFunction stored = registry.documents().require(function);
        if (repeated(registry.documents(), function, stored).isEmpty()) {
            quotas.requireStorage(function.scope(), stored.latest().code().zippedBytes(), 0);
        }
    }

    private static StoredVersion publish(
            StoredFunction stored, int number, @Nullable String description) {
        String own = stored.latest().configuration().description();
        return stored.latest()
                .published(number, Objects.requireNonNullElse(description, own), Progress.READY);
    }

    private static void requireCode(@Nullable String wanted, StoredVersion latest) {
        String actual = latest.code().sha256();
        if (wanted != null && !wanted.isEmpty() && !wanted.equals(actual)) {
            throw LambdaErrors.invalidParameter(
                    ("CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please"
                                    + " try again with the CodeSHA256 in $LATEST.")
                            .formatted(wanted, actual));
        }
    }

    ListVersionsByFunctionResponse list(
            RequestContext context, ListVersionsByFunctionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        StoredFunction stored = registry.documents().require(function);
        Paging<StoredVersion> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) -> list(function, stored, after, limit),
                        StoredVersion::version);
        return ListVersionsByFunctionResponse.builder()
                .versions(
                        page.items().stream()
                                .map(
                                        each ->
                                                responses.listed(
                                                        context,
                                                        function.withQualifier(each.version()),
                                                        each))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** {@code $LATEST} stands first, then the published ones by number. */
    private List<StoredVersion> list(
            FunctionReference function, StoredFunction stored, @Nullable String after, int limit) {
        if (after != null) {
            String number = after.equals(FunctionVersion.LATEST) ? null : after;
            return registry.documents().published(function, number, limit);
        }
        List<StoredVersion> versions = new ArrayList<>();
        versions.add(stored.latest());
        if (limit > 1) {
            versions.addAll(registry.documents().published(function, null, limit - 1));
        }
        return versions;
    }
}
