package dev.gatehouse.lambda.api.concurrency;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.DeleteProvisionedConcurrencyConfigRequest;
import dev.gatehouse.aws.lambda.GetProvisionedConcurrencyConfigRequest;
import dev.gatehouse.aws.lambda.GetProvisionedConcurrencyConfigResponse;
import dev.gatehouse.aws.lambda.ListProvisionedConcurrencyConfigsRequest;
import dev.gatehouse.aws.lambda.ListProvisionedConcurrencyConfigsResponse;
import dev.gatehouse.aws.lambda.ProvisionedConcurrencyConfigListItem;
import dev.gatehouse.aws.lambda.PutProvisionedConcurrencyConfigRequest;
import dev.gatehouse.aws.lambda.PutProvisionedConcurrencyConfigResponse;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.FunctionSettings.ProvisionedConcurrency;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PutProvisionedConcurrencyConfig, GetProvisionedConcurrencyConfig,
 * DeleteProvisionedConcurrencyConfig and ListProvisionedConcurrencyConfigs.
 */
public final class ProvisionedConcurrencyConfigs {
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);

    private final FunctionRegistry registry;
    private final FunctionCatalog catalog;
    private final ProvisionedRules rules;
    private final Clock clock;

    /**
     * @param catalog tells how far the environments have come
     */
    public ProvisionedConcurrencyConfigs(
            FunctionRegistry registry,
            FunctionCatalog catalog,
            ProvisionedRules rules,
            Clock clock) {
        this.registry = registry;
        this.catalog = catalog;
        this.rules = rules;
        this.clock = clock;
    }

    public PutProvisionedConcurrencyConfigResponse put(
            RequestContext context, PutProvisionedConcurrencyConfigRequest input) {
        FunctionReference named = Here.function(context, input.functionName(), input.qualifier());
        String qualifier = Objects.requireNonNull(named.qualifier());
        if (qualifier.equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter(
                    "Provisioned Concurrency Configs cannot be applied to unpublished function"
                            + " versions.");
        }
        ProvisionedConcurrency wanted =
                new ProvisionedConcurrency(input.provisionedConcurrentExecutions(), clock.now());
        registry.transact(
                named,
                within -> {
                    within.requireVersion(named);
                    rules.check(within, named, wanted.executions());
                    return FunctionRegistry.change(
                            within,
                            named,
                            stored ->
                                    stored.withSettings(
                                            stored.settings().withProvisioned(qualifier, wanted)));
                });
        return PutProvisionedConcurrencyConfigResponse.builder()
                .requestedProvisionedConcurrentExecutions(wanted.executions())
                .availableProvisionedConcurrentExecutions(0)
                .allocatedProvisionedConcurrentExecutions(0)
                .status("IN_PROGRESS")
                .lastModified(instant(wanted.lastModified()))
                .build();
    }

    public GetProvisionedConcurrencyConfigResponse get(
            RequestContext context, GetProvisionedConcurrencyConfigRequest input) {
        FunctionReference named = published(context, input.functionName(), input.qualifier());
        StoredFunction stored = registry.documents().require(named.withQualifier(null));
        registry.documents().requireVersion(named);
        ProvisionedConcurrency kept = stored.settings().provisioned().get(named.qualifier());
        if (kept == null) {
            throw new ServiceException(
                    "ProvisionedConcurrencyConfigNotFoundException",
                    404,
                    "No Provisioned Concurrency Config found for this function",
                    Map.of("Type", "User"));
        }
        Progress progress = progress(named, kept);
        return GetProvisionedConcurrencyConfigResponse.builder()
                .requestedProvisionedConcurrentExecutions(kept.executions())
                .availableProvisionedConcurrentExecutions(progress.available())
                .allocatedProvisionedConcurrentExecutions(progress.allocated())
                .status(progress.status())
                .statusReason(progress.reason())
                .lastModified(instant(kept.lastModified()))
                .build();
    }

    /** Deleting what is not there is fine. */
    public Empty delete(RequestContext context, DeleteProvisionedConcurrencyConfigRequest input) {
        FunctionReference named = published(context, input.functionName(), input.qualifier());
        String qualifier = Objects.requireNonNull(named.qualifier());
        registry.transact(
                named,
                within -> {
                    within.requireVersion(named);
                    return FunctionRegistry.change(
                            within,
                            named,
                            stored ->
                                    stored.withSettings(
                                            stored.settings().withProvisioned(qualifier, null)));
                });
        return Empty.EMPTY;
    }

    public ListProvisionedConcurrencyConfigsResponse list(
            RequestContext context, ListProvisionedConcurrencyConfigsRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        Map<String, ProvisionedConcurrency> all =
                registry.documents().require(function).settings().provisioned();
        Paging<String> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) ->
                                all.keySet().stream()
                                        .sorted()
                                        .filter(each -> after == null || each.compareTo(after) > 0)
                                        .limit(limit)
                                        .toList(),
                        each -> each);
        List<ProvisionedConcurrencyConfigListItem> items =
                page.items().stream()
                        .map(
                                each ->
                                        item(
                                                function.withQualifier(each),
                                                Objects.requireNonNull(all.get(each))))
                        .toList();
        return ListProvisionedConcurrencyConfigsResponse.builder()
                .provisionedConcurrencyConfigs(items)
                .nextMarker(page.nextMarker())
                .build();
    }

    private ProvisionedConcurrencyConfigListItem item(
            FunctionReference named, ProvisionedConcurrency kept) {
        Progress progress = progress(named, kept);
        return ProvisionedConcurrencyConfigListItem.builder()
                .functionArn(named.arn().toString())
                .requestedProvisionedConcurrentExecutions(kept.executions())
                .availableProvisionedConcurrentExecutions(progress.available())
                .allocatedProvisionedConcurrentExecutions(progress.allocated())
                .status(progress.status())
                .statusReason(progress.reason())
                .lastModified(instant(kept.lastModified()))
                .build();
    }

    private static FunctionReference published(
            RequestContext context, String functionName, @Nullable String qualifier) {
        FunctionReference named = Here.function(context, functionName, qualifier);
        if (FunctionVersion.LATEST.equals(named.qualifier())) {
            throw LambdaErrors.invalidParameter(
                    "The function resource provided must be an alias or a published version.");
        }
        return named;
    }

    /** How far a configuration has come, in AWS's words. */
    private record Progress(int allocated, int available, String status, @Nullable String reason) {}

    private Progress progress(FunctionReference named, ProvisionedConcurrency kept) {
        String qualifier = Objects.requireNonNull(named.qualifier());
        ProvisionedState state = catalog.provisioned(named.function(), qualifier);
        int available = Math.min(state.available(), kept.executions());
        int allocated = Math.min(state.allocated(), kept.executions());
        if (available == kept.executions()) {
            return new Progress(allocated, available, "READY", null);
        }
        return state.failed()
                ? new Progress(allocated, available, "FAILED", "FUNCTION_ERROR_INIT_FAILURE")
                : new Progress(allocated, available, "IN_PROGRESS", null);
    }

    private static String instant(Instant instant) {
        return LAST_MODIFIED.format(instant);
    }
}
