package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.AccountLimit;
import dev.gatehouse.aws.lambda.AccountUsage;
import dev.gatehouse.aws.lambda.GetAccountSettingsRequest;
import dev.gatehouse.aws.lambda.GetAccountSettingsResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** GetAccountSettings: the quotas of an account in a region, and what is used of them. */
final class AccountSettings {
    private final FunctionRegistry registry;
    private final LambdaQuotas quotas;
    private final CodeQuotas code;

    AccountSettings(FunctionRegistry registry, LambdaQuotas quotas, CodeQuotas code) {
        this.registry = registry;
        this.quotas = quotas;
        this.code = code;
    }

    GetAccountSettingsResponse get(RequestContext context, GetAccountSettingsRequest input) {
        Scope scope = Here.of(context);
        List<StoredFunction> functions = all(registry.documents().functions(), scope);
        long unreserved = quotas.concurrentExecutions() - registry.documents().withheld(scope, "");
        return GetAccountSettingsResponse.builder()
                .accountLimit(
                        AccountLimit.builder()
                                .totalCodeSize(code.totalBytes())
                                .codeSizeUnzipped(code.limits().unzippedBytes())
                                .codeSizeZipped(code.limits().zippedBytes())
                                .concurrentExecutions(quotas.concurrentExecutions())
                                .unreservedConcurrentExecutions(Math.toIntExact(unreserved))
                                .build())
                .accountUsage(
                        AccountUsage.builder()
                                .totalCodeSize(code.usedBytes(scope))
                                .functionCount((long) functions.size())
                                .build())
                .build();
    }

    private static <T> List<T> all(Documents<T> documents, Scope scope) {
        return documents.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }
}
