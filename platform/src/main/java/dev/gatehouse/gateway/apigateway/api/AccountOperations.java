package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ThrottleSettings;
import dev.gatehouse.aws.apigateway.UpdateAccountRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
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

    private AccountOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.GET_ACCOUNT, (in, _) -> find(in))
                .on(ApiGateway.UPDATE_ACCOUNT, AccountOperations::update);
    }

    private static Account update(Repositories in, UpdateAccountRequest request) {
        Account changed =
                Patches.apply(PATCH, RestTypes.ACCOUNT, find(in), request.patchOperations());
        checkRole(changed.cloudwatchRoleArn());
        kept(in).put(ID, RestTypes.ACCOUNT.document(changed));
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

    /** The account's settings, as they are or as they are at first. */
    public static Account find(Repositories in) {
        return kept(in).find(ID).map(RestTypes.ACCOUNT::read).orElseGet(AccountOperations::fresh);
    }

    private static ApiDocuments<Document> kept(Repositories in) {
        return in.documents(RestTypes.ACCOUNT.kind(), "");
    }

    private static Account fresh() {
        ThrottleSettings throttle =
                ThrottleSettings.builder().burstLimit(BURST).rateLimit(REQUESTS_PER_SECOND).build();
        return Account.builder()
                .throttleSettings(throttle)
                .features(List.of("UsagePlans"))
                .apiKeyVersion("4")
                .build();
    }
}
