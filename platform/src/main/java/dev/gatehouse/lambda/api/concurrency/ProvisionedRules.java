package dev.gatehouse.lambda.api.concurrency;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.FunctionSettings;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.model.StoredFunction;
import java.util.Objects;

/**
 * How much may be provisioned, and for what.
 *
 * @param concurrentExecutions the account's limit
 * @param unreservedMinimum what must be left for functions that reserve nothing
 */
public record ProvisionedRules(int concurrentExecutions, int unreservedMinimum) {

    /**
     * Lets a version or alias have provisioned concurrency.
     *
     * @throws ServiceException in AWS's words
     */
    void check(FunctionDocuments documents, FunctionReference named, int wanted) {
        String qualifier = Objects.requireNonNull(named.qualifier());
        StoredFunction function = documents.require(named.withQualifier(null));
        if (function.latest().configuration().resources().perTenant()) {
            throw LambdaErrors.invalidParameter(
                    "Provisioned concurrency is not supported for functions with tenancy"
                            + " configuration.");
        }
        if (documents.requireVersion(named).configuration().resources().snapStart()) {
            throw LambdaErrors.invalidParameter(
                    "Provisioned Concurrency is not supported for SnapStart enabled functions.");
        }
        FunctionSettings settings = function.settings();
        requireOnce(documents, named, settings);
        int others = settings.withProvisioned(qualifier, null).provisionedExecutions();
        Integer reserved = settings.reservedConcurrency();
        if (reserved != null) {
            if (others + wanted > reserved) {
                throw LambdaErrors.invalidParameter(
                        "Requested Provisioned Concurrency should not be greater than the"
                                + " reservedConcurrentExecution for function");
            }
            return;
        }
        if (wanted > concurrentExecutions) {
            throw LambdaErrors.invalidParameter(
                    "Specified ConcurrentExecutions for function is greater than account's"
                            + " unreserved concurrency limit ["
                            + concurrentExecutions
                            + "].");
        }
        long withheld = documents.withheld(named.scope(), named.name()) + others + wanted;
        if (concurrentExecutions - withheld < unreservedMinimum) {
            throw LambdaErrors.invalidParameter(
                    "Specified ConcurrentExecutions for function decreases account's"
                            + " UnreservedConcurrentExecution below its minimum value of ["
                            + unreservedMinimum
                            + "].");
        }
    }

    /** A version is provisioned by its number or by an alias, not by both. */
    private static void requireOnce(
            FunctionDocuments documents, FunctionReference named, FunctionSettings settings) {
        String qualifier = Objects.requireNonNull(named.qualifier());
        if (FunctionDocuments.isNumber(qualifier)) {
            boolean aliased =
                    documents.aliases(named).stream()
                            .filter(alias -> settings.provisioned().containsKey(alias.name()))
                            .anyMatch(alias -> alias.reaches(qualifier));
            if (aliased) {
                throw LambdaErrors.conflict(
                        "Version is pointed by a Provisioned Concurrency alias");
            }
            return;
        }
        boolean weighted =
                documents
                        .alias(named, qualifier)
                        .filter(alias -> !alias.weights().isEmpty())
                        .isPresent();
        if (weighted) {
            throw LambdaErrors.invalidParameter(
                    "Alias with weights can not be used with Provisioned Concurrency");
        }
        boolean taken =
                documents
                        .alias(named, qualifier)
                        .map(StoredAlias::functionVersion)
                        .filter(settings.provisioned()::containsKey)
                        .isPresent();
        if (taken) {
            throw LambdaErrors.conflict(
                    "Alias can't be used for Provisioned Concurrency configuration on an already"
                            + " Provisioned version");
        }
    }
}
