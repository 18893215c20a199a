package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.UpdateAccountRequest;
import dev.gatehouse.gateway.account.AccountSettings;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import org.jspecify.annotations.Nullable;

/** The operations on an account's settings in one region. */
public final class AccountOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/cloudwatchRoleArn")
                    .build();

    private AccountOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.GET_ACCOUNT, (in, _) -> AccountSettings.find(in))
                .on(ApiGateway.UPDATE_ACCOUNT, AccountOperations::update);
    }

    private static Account update(Repositories in, UpdateAccountRequest request) {
        Account changed =
                Patches.apply(
                        PATCH,
                        AccountSettings.TYPE,
                        AccountSettings.find(in),
                        request.patchOperations());
        checkRole(changed.cloudwatchRoleArn());
        PassedRole.check(changed.cloudwatchRoleArn(), in.account());
        AccountSettings.put(in, changed);
        return changed;
    }

    private static void checkRole(@Nullable String arn) {
        if (arn != null && !arn.matches("arn:[^:]+:iam::\\d{12}:role/.+")) {
            throw badRequest(
                    "The role ARN does not have required permissions configured. Please grant"
                            + " trust permission for API Gateway and add the required role"
                            + " policy.");
        }
    }
}
