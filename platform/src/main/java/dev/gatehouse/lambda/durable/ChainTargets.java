package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ChainedInvokeOptions;
import dev.gatehouse.aws.lambda.ChainedInvokeStartedDetails;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionVersion;
import org.jspecify.annotations.Nullable;

/** The functions that executions may invoke. */
record ChainTargets(FunctionCatalog catalog) {

    /**
     * A function that is to be invoked.
     *
     * @param name as the caller named it
     * @param tenantId the tenant that it is invoked for
     * @param version the version that the name means; null when there is none
     * @param problem why it cannot be invoked; null when it can
     */
    record Target(
            String name,
            @Nullable String tenantId,
            @Nullable FunctionVersion version,
            @Nullable ErrorObject problem) {

        /** The event that tells of its call. */
        ChainedInvokeStartedDetails started(@Nullable String payload) {
            return ChainedInvokeStartedDetails.builder()
                    .functionName(name)
                    .tenantId(tenantId)
                    .input(payload == null ? null : History.input(payload))
                    .executedVersion(version == null ? null : version.version())
                    .build();
        }

        StoredOperation.Chain chain(@Nullable String payload) {
            boolean durable = version != null && version.resources().durable() != null;
            return new StoredOperation.Chain(name, durable, payload, tenantId);
        }
    }

    /**
     * @throws ServiceException the name is none of a function of the execution's account and region
     */
    Target find(ExecutionArn execution, ChainedInvokeOptions options) {
        String name = options.functionName();
        FunctionReference function;
        try {
            function = FunctionReference.parse(execution.scope(), name, null);
        } catch (ServiceException elsewhere) {
            throw rejection(name, elsewhere);
        }
        FunctionVersion version =
                catalog.find(function.function())
                        .map(plan -> version(plan, function.qualifier()))
                        .orElse(null);
        ErrorObject problem =
                version != null
                        ? null
                        : ErrorObject.builder()
                                .errorType("ResourceNotFoundException")
                                .errorMessage("Function not found: " + function.arn())
                                .build();
        return new Target(name, options.tenantId(), version, problem);
    }

    private static ServiceException rejection(String name, ServiceException elsewhere) {
        String where =
                switch (elsewhere.code()) {
                    case "AccessDeniedException" -> "account";
                    case "ResourceNotFoundException" -> "region";
                    default -> "";
                };
        return LambdaErrors.invalidParameter(
                where.isEmpty()
                        ? "Invalid function ARN '" + name + "'"
                        : "Cannot start a CHAINED_INVOKE on a function in another " + where + ".");
    }

    private static @Nullable FunctionVersion version(
            FunctionPlan plan, @Nullable String qualifier) {
        if (qualifier == null) {
            return plan.versions().get(FunctionVersion.LATEST);
        }
        FunctionAlias alias = plan.aliases().get(qualifier);
        return plan.versions().get(alias == null ? qualifier : alias.version());
    }
}
