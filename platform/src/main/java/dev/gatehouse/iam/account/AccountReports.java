package dev.gatehouse.iam.account;

import dev.gatehouse.aws.iam.GenerateCredentialReportResponse;
import dev.gatehouse.aws.iam.GetCredentialReportResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.LastUses;
import dev.gatehouse.iam.repository.StoredAccessKey;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/** The credential report of an account: its users, and how old their keys are. */
public final class AccountReports {
    private static final String HEAD =
            "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
                    + "password_next_rotation,mfa_active,access_key_1_active,"
                    + "access_key_1_last_rotated,access_key_1_last_used_date,"
                    + "access_key_1_last_used_region,access_key_1_last_used_service,"
                    + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
                    + "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
                    + "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
    private static final int KEYS = 2;

    private final Store store;
    private final Catalogs iam;
    private final LastUses lastUses;
    private final Clock clock;

    public AccountReports(Store store, Catalogs iam, LastUses lastUses, Clock clock) {
        this.lastUses = lastUses;
        this.store = store;
        this.iam = iam;
        this.clock = clock;
    }

    /** Adds the operations to a service; a report is made when it is read. */
    public void addTo(Service.Builder service) {
        service.on(
                        Iam.GENERATE_CREDENTIAL_REPORT,
                        (_, _) ->
                                GenerateCredentialReportResponse.builder()
                                        .state("COMPLETE")
                                        .build())
                .on(
                        Iam.GET_CREDENTIAL_REPORT,
                        (context, _) ->
                                GetCredentialReportResponse.builder()
                                        .content(
                                                report(context.account())
                                                        .getBytes(StandardCharsets.UTF_8))
                                        .reportFormat("text/csv")
                                        .generatedTime(clock.now().truncatedTo(ChronoUnit.SECONDS))
                                        .build());
    }

    private String report(AccountId account) {
        StringBuilder report = new StringBuilder(HEAD);
        for (StoredUser user : iam.users().list(account)) {
            Entity entity = user.entity();
            report.append('\n')
                    .append(entity.name())
                    .append(',')
                    .append(entity.arn("user", account))
                    .append(',')
                    .append(entity.createdAt())
                    .append(",false,N/A,N/A,N/A,false");
            for (int i = 0; i < KEYS; i++) {
                report.append(i < user.accessKeyIds().size() ? key(user.accessKeyIds().get(i)) : "")
                        .append(i < user.accessKeyIds().size() ? "" : ",false,N/A,N/A,N/A,N/A");
            }
            report.append(",false,N/A,false,N/A");
        }
        return report.toString();
    }

    private String lastUse(String id) {
        return lastUses.find(id)
                .map(use -> use.at() + "," + use.region() + ',' + use.service())
                .orElse("N/A,N/A,N/A");
    }

    private String key(String id) {
        return store.documents(StoredAccessKey.KIND)
                .find(StoredAccessKey.SCOPE, id)
                .map(found -> "," + found.value().active() + ',' + found.value().createdAt())
                .map(known -> known + ',' + lastUse(id))
                .orElse(",false,N/A,N/A,N/A,N/A");
    }
}
