package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.CreatePolicyVersionRequest;
import dev.gatehouse.aws.iam.CreatePolicyVersionResponse;
import dev.gatehouse.aws.iam.DeletePolicyVersionRequest;
import dev.gatehouse.aws.iam.GetPolicyVersionRequest;
import dev.gatehouse.aws.iam.GetPolicyVersionResponse;
import dev.gatehouse.aws.iam.ListPolicyVersionsRequest;
import dev.gatehouse.aws.iam.ListPolicyVersionsResponse;
import dev.gatehouse.aws.iam.SetDefaultPolicyVersionRequest;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.repository.ManagedPolicy;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredPolicy;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The operations on the versions of managed policies. */
final class PolicyVersions {
    private static final int VERSIONS_MAX = 5;
    private static final int SIZE_MAX = 6_144;

    private final PolicyCatalog policies;
    private final Clock clock;

    PolicyVersions(PolicyCatalog policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    static void check(String document) {
        PolicyDocuments.checkIdentityPolicy(document);
        if (PolicyDocuments.size(document) > SIZE_MAX) {
            throw IamErrors.limitExceeded("Cannot exceed quota for PolicySize: " + SIZE_MAX);
        }
    }

    CreatePolicyVersionResponse create(RequestContext context, CreatePolicyVersionRequest input) {
        check(input.policyDocument());
        boolean asDefault = Boolean.TRUE.equals(input.setAsDefault());
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        ManagedPolicy changed =
                policies.update(
                        context.account(),
                        input.policyArn(),
                        policy -> adding(policy, input.policyDocument(), asDefault, now));
        StoredPolicy.Version added = changed.policy().versions().getLast();
        return CreatePolicyVersionResponse.builder().policyVersion(changed.summary(added)).build();
    }

    GetPolicyVersionResponse get(RequestContext context, GetPolicyVersionRequest input) {
        ManagedPolicy found = policies.get(context.account(), input.policyArn());
        StoredPolicy.Version version =
                found.policy()
                        .version(input.versionId())
                        .orElseThrow(() -> noVersion(input.policyArn(), input.versionId()));
        return GetPolicyVersionResponse.builder().policyVersion(found.view(version)).build();
    }

    ListPolicyVersionsResponse list(RequestContext context, ListPolicyVersionsRequest input) {
        ManagedPolicy found = policies.get(context.account(), input.policyArn());
        Listing<StoredPolicy.Version> page =
                Listing.page(
                        found.policy().versions().reversed(), input.marker(), input.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items().stream().map(found::summary).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty delete(RequestContext context, DeletePolicyVersionRequest input) {
        String id = input.versionId();
        policies.update(
                context.account(),
                input.policyArn(),
                policy -> {
                    if (policy.version(id).isEmpty()) {
                        throw noVersion(input.policyArn(), id);
                    }
                    if (policy.defaultVersionId().equals(id)) {
                        throw IamErrors.deleteConflict(
                                "Cannot delete the default version of a policy.");
                    }
                    List<StoredPolicy.Version> left =
                            policy.versions().stream().filter(v -> !v.id().equals(id)).toList();
                    return policy.withVersions(left, policy.defaultVersionId(), clock.now());
                });
        return Empty.EMPTY;
    }

    Empty setDefault(RequestContext context, SetDefaultPolicyVersionRequest input) {
        policies.update(
                context.account(),
                input.policyArn(),
                policy -> {
                    if (policy.version(input.versionId()).isEmpty()) {
                        throw noVersion(input.policyArn(), input.versionId());
                    }
                    return policy.withVersions(policy.versions(), input.versionId(), clock.now());
                });
        return Empty.EMPTY;
    }

    private static StoredPolicy adding(
            StoredPolicy policy, String document, boolean asDefault, Instant now) {
        if (policy.versions().size() >= VERSIONS_MAX) {
            throw IamErrors.limitExceeded(
                    "A managed policy can have up to 5 versions. Before you create a new version,"
                            + " you must delete an existing version.");
        }
        String id = "v" + (policy.lastVersion() + 1);
        List<StoredPolicy.Version> versions = new ArrayList<>(policy.versions());
        versions.add(new StoredPolicy.Version(id, document, now));
        return policy.withVersions(versions, asDefault ? id : policy.defaultVersionId(), now);
    }

    private static ServiceException noVersion(String arn, String id) {
        return IamErrors.noSuchEntity(
                "Policy " + arn + " version " + id + " does not exist or is not attachable.");
    }
}
