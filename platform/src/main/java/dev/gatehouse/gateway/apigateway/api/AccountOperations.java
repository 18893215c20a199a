package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.GetAccountRequest;
import dev.gatehouse.aws.apigateway.ThrottleSettings;
import dev.gatehouse.aws.apigateway.UpdateAccountRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestRepositories;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on an account's settings in one region. */
public final class AccountOperations {
    private static final String ID = "account";
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/cloudwatchRoleArn")
                    .build();
    private static final int BURST = 5_000;
    private static final double REQUESTS_PER_SECOND = 10_000;

    private final RestTransactions transactions;

    public AccountOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Account get(RequestContext context, GetAccountRequest request) {
        return transactions.call(context, AccountOperations::find);
    }

    public Account update(RequestContext context, UpdateAccountRequest request) {
        return transactions.call(
                context,
                repositories -> {
                    Account changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.ACCOUNT,
                                    find(repositories),
                                    request.patchOperations());
                    checkRole(changed.cloudwatchRoleArn());
                    return repositories.accounts().put(ID, changed);
                });
    }

    private static void checkRole(@Nullable String arn) {
        if (arn != null && !arn.matches("arn:[^:]+:iam::\\d{12}:role/.+")) {
            throw badRequest(
                    "The role ARN does not have required permissions configured. Please grant"
                            + " trust permission for API Gateway and add the required role"
                            + " policy.");
        }
    }

    private static Account find(RestRepositories repositories) {
        return repositories
                .accounts()
                .find(ID)
                .orElseGet(
                        () ->
                                Account.builder()
                                        .throttleSettings(
                                                ThrottleSettings.builder()
                                                        .burstLimit(BURST)
                                                        .rateLimit(REQUESTS_PER_SECOND)
                                                        .build())
                                        .features(List.of("UsagePlans"))
                                        .apiKeyVersion("4")
                                        .build());
    }
}
