package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.AccountLimit;
import dev.gatehouse.aws.lambda.AccountUsage;
import dev.gatehouse.aws.lambda.GetAccountSettingsRequest;
import dev.gatehouse.aws.lambda.GetAccountSettingsResponse;
import dev.gatehouse.lambda.code.CodeLimits;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.function.ToLongFunction;

/** GetAccountSettings: the quotas of an account in a region, and what is used of them. */
final class AccountSettings {
    private final FunctionRegistry registry;
    private final LayerDocuments layers;
    private final LambdaQuotas quotas;
    private final CodeLimits limits;

    AccountSettings(
            FunctionRegistry registry,
            LayerDocuments layers,
            LambdaQuotas quotas,
            CodeLimits limits) {
        this.registry = registry;
        this.layers = layers;
        this.quotas = quotas;
        this.limits = limits;
    }

    GetAccountSettingsResponse get(RequestContext context, GetAccountSettingsRequest input) {
        Scope scope = Here.of(context);
        FunctionDocuments documents = registry.documents();
        List<StoredFunction> functions = all(documents.functions(), scope);
        long bytes =
                sum(functions, each -> each.latest().code().zippedBytes())
                        + sum(all(documents.versions(), scope), each -> each.code().zippedBytes())
                        + sum(all(layers.versions(), scope), each -> each.code().zippedBytes());
        long unreserved = quotas.concurrentExecutions() - sum(functions, AccountSettings::reserved);
        return GetAccountSettingsResponse.builder()
                .accountLimit(
                        AccountLimit.builder()
                                .totalCodeSize(quotas.totalCodeBytes())
                                .codeSizeUnzipped(limits.unzippedBytes())
                                .codeSizeZipped(limits.zippedBytes())
                                .concurrentExecutions(quotas.concurrentExecutions())
                                .unreservedConcurrentExecutions(Math.toIntExact(unreserved))
                                .build())
                .accountUsage(
                        AccountUsage.builder()
                                .totalCodeSize(bytes)
                                .functionCount((long) functions.size())
                                .build())
                .build();
    }

    /** What all functions but one have reserved in its account and region. */
    static long reserved(FunctionDocuments documents, FunctionReference except) {
        List<StoredFunction> others =
                all(documents.functions(), except.scope()).stream()
                        .filter(each -> !each.name().equals(except.name()))
                        .toList();
        return sum(others, AccountSettings::reserved);
    }

    private static long reserved(StoredFunction function) {
        Integer reserved = function.settings().reservedConcurrency();
        return reserved == null ? 0 : reserved;
    }

    private static <T> List<T> all(Documents<T> documents, Scope scope) {
        return documents.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    private static <T> long sum(List<T> items, ToLongFunction<T> amount) {
        return items.stream().mapToLong(amount).sum();
    }
}
