package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.GetAccountRequest;
import dev.gatehouse.aws.apigateway.ThrottleSettings;
import dev.gatehouse.aws.apigateway.UpdateAccountRequest;
import dev.gatehouse.gateway.rest.patch.PatchTable;
import dev.gatehouse.gateway.rest.patch.PatchType;
import dev.gatehouse.gateway.rest.patch.Wording;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on an account's settings in one region. */
final class AccountOperations {
    private static final String ID = "account";
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/cloudwatchRoleArn")
                    .build();
    private static final int BURST = 5_000;
    private static final double REQUESTS_PER_SECOND = 10_000;

    private final RestLibrary library;

    AccountOperations(RestLibrary library) {
        this.library = library;
    }

    Account get(RequestContext context, GetAccountRequest request) {
        return library.call(context, AccountOperations::find);
    }

    Account update(RequestContext context, UpdateAccountRequest request) {
        return library.call(
                context,
                shelves -> {
                    Account changed =
                            Patches.apply(
                                    PATCH,
                                    RestForms.ACCOUNT,
                                    find(shelves),
                                    request.patchOperations());
                    checkRole(changed.cloudwatchRoleArn());
                    return shelves.accounts().put(ID, changed);
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

    private static Account find(RestShelves shelves) {
        return shelves.accounts()
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
