package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.Concurrency;
import dev.gatehouse.aws.lambda.DeleteFunctionConcurrencyRequest;
import dev.gatehouse.aws.lambda.GetFunctionConcurrencyRequest;
import dev.gatehouse.aws.lambda.GetFunctionConcurrencyResponse;
import dev.gatehouse.aws.lambda.PutFunctionConcurrencyRequest;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** PutFunctionConcurrency, GetFunctionConcurrency and DeleteFunctionConcurrency. */
final class ReservedConcurrency {
    private final FunctionRegistry registry;
    private final LambdaQuotas quotas;

    ReservedConcurrency(FunctionRegistry registry, LambdaQuotas quotas) {
        this.registry = registry;
        this.quotas = quotas;
    }

    Concurrency put(RequestContext context, PutFunctionConcurrencyRequest input) {
        FunctionReference function = unqualified(context, input.functionName());
        int wanted = input.reservedConcurrentExecutions();
        registry.transact(
                function,
                within -> {
                    within.require(function.withQualifier(FunctionVersion.LATEST));
                    long others = within.withheld(function.scope(), function.name());
                    requireProvisioned(within.require(function), wanted);
                    requireFloor(quotas.concurrentExecutions() - others - wanted);
                    return FunctionRegistry.change(
                            within, function, stored -> reserving(stored, wanted));
                });
        return Concurrency.builder().reservedConcurrentExecutions(wanted).build();
    }

    GetFunctionConcurrencyResponse get(
            RequestContext context, GetFunctionConcurrencyRequest input) {
        FunctionReference function = unqualified(context, input.functionName());
        StoredFunction stored = registry.documents().require(function);
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(stored.settings().reservedConcurrency())
                .build();
    }

    Empty delete(RequestContext context, DeleteFunctionConcurrencyRequest input) {
        FunctionReference function = unqualified(context, input.functionName());
        registry.change(function, stored -> reserving(stored, null));
        return Empty.EMPTY;
    }

    private static void requireProvisioned(StoredFunction stored, int wanted) {
        int provisioned = stored.settings().provisionedExecutions();
        if (wanted < provisioned) {
            throw LambdaErrors.invalidParameter(
                    "ReservedConcurrentExecutions  %d should not be lower than function's total provisioned concurrency [%d]."
                            .formatted(wanted, provisioned));
        }
    }

    private void requireFloor(long unreserved) {
        if (unreserved < quotas.unreservedMinimum()) {
            throw LambdaErrors.invalidParameterUntyped(
                    ("Specified ReservedConcurrentExecutions for function decreases account's"
                                    + " UnreservedConcurrentExecution below its minimum value of"
                                    + " [%d].")
                            .formatted(quotas.unreservedMinimum()));
        }
    }

    private static StoredFunction reserving(StoredFunction stored, @Nullable Integer wanted) {
        return stored.withSettings(stored.settings().withReservedConcurrency(wanted));
    }

    private static FunctionReference unqualified(RequestContext context, String functionName) {
        FunctionReference function = Here.function(context, functionName);
        if (function.qualifier() != null) {
            throw LambdaErrors.invalidParameterUntyped(Here.FUNCTIONS_ONLY);
        }
        return function;
    }
}
