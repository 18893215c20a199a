package dev.gatehouse.gateway.account;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.ThrottleSettings;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.List;

/** An account's settings in one region, which both services of API Gateway ask. */
public final class AccountSettings {
    public static final ResourceType<Account> TYPE =
            ResourceType.of(
                    "apigateway.account", Account.builder().build(), Account::new, Naming.NONE);

    private static final String ID = "account";
    private static final int BURST = 5_000;
    private static final double REQUESTS_PER_SECOND = 10_000;

    private AccountSettings() {}

    /** The account's settings, as they are or as they are at first. */
    public static Account find(Repositories in) {
        return kept(in).find(ID).map(TYPE::read).orElseGet(AccountSettings::fresh);
    }

    /** Keeps changed settings. */
    public static void put(Repositories in, Account changed) {
        kept(in).put(ID, TYPE.document(changed));
    }

    /** Rejects logs of stages where the account names no role that may write them. */
    public static void requireLoggingRole(Repositories in) {
        if (find(in).cloudwatchRoleArn() == null) {
            throw badRequest(
                    "CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }

    private static ApiDocuments<Document> kept(Repositories in) {
        return in.documents(TYPE.kind(), "");
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
