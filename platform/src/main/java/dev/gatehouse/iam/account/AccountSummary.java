package dev.gatehouse.iam.account;

import dev.gatehouse.aws.iam.GetAccountSummaryResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.ManagedPolicy;
import dev.gatehouse.iam.repository.StoredInstanceProfile;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GetAccountSummary: how much of everything an account has, and may have. */
public final class AccountSummary {
    /** IAM User Guide, "IAM and AWS STS quotas". */
    private static final Map<String, Integer> QUOTAS =
            Map.ofEntries(
                    Map.entry("UsersQuota", 5_000),
                    Map.entry("GroupsQuota", 300),
                    Map.entry("RolesQuota", 1_000),
                    Map.entry("InstanceProfilesQuota", 1_000),
                    Map.entry("PoliciesQuota", 1_500),
                    Map.entry("PolicySizeQuota", 6_144),
                    Map.entry("UserPolicySizeQuota", 2_048),
                    Map.entry("GroupPolicySizeQuota", 5_120),
                    Map.entry("RolePolicySizeQuota", 10_240),
                    Map.entry("AssumeRolePolicySizeQuota", 2_048),
                    Map.entry("GroupsPerUserQuota", 10),
                    Map.entry("AccessKeysPerUserQuota", 2),
                    Map.entry("SigningCertificatesPerUserQuota", 2),
                    Map.entry("AttachedPoliciesPerUserQuota", 10),
                    Map.entry("AttachedPoliciesPerGroupQuota", 10),
                    Map.entry("AttachedPoliciesPerRoleQuota", 10),
                    Map.entry("VersionsPerPolicyQuota", 5),
                    Map.entry("ServerCertificatesQuota", 20),
                    Map.entry("PolicyVersionsInUseQuota", 10_000),
                    Map.entry("GlobalEndpointTokenVersion", 1));

    private final Store store;
    private final Catalogs iam;
    private final OidcProviders providers;

    public AccountSummary(Store store, Catalogs iam, OidcProviders providers) {
        this.store = store;
        this.iam = iam;
        this.providers = providers;
    }

    /** Adds the operation to a service. */
    public void addTo(Service.Builder service) {
        service.on(
                Iam.GET_ACCOUNT_SUMMARY,
                (context, _) ->
                        GetAccountSummaryResponse.builder()
                                .summaryMap(summary(context.account()))
                                .build());
    }

    private Map<String, Integer> summary(AccountId account) {
        Scope scope = Scope.global(account);
        List<ManagedPolicy> policies = iam.policies().local(account);
        Map<String, Integer> summary = new TreeMap<>(QUOTAS);
        summary.put("Users", iam.users().list(account).size());
        summary.put("Groups", iam.groups().list(account).size());
        summary.put("Roles", iam.roles().list(account).size());
        summary.put("Policies", policies.size());
        summary.put(
                "PolicyVersionsInUse",
                policies.stream().mapToInt(each -> each.policy().versions().size()).sum());
        summary.put(
                "InstanceProfiles", store.documents(StoredInstanceProfile.KIND).count(scope, ""));
        summary.put("Providers", providers.count(account));
        summary.put("AccountAccessKeysPresent", 1);
        summary.put("AccountMFAEnabled", 0);
        summary.put("AccountPasswordPresent", 0);
        summary.put("AccountSigningCertificatesPresent", 0);
        summary.put("MFADevices", 0);
        summary.put("MFADevicesInUse", 0);
        summary.put("ServerCertificates", 0);
        return summary;
    }
}
