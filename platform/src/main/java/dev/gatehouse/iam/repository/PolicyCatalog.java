package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The managed policies: those of the accounts, and AWS's own, which every account sees. */
public final class PolicyCatalog implements ManagedPolicies {
    private final Documents<StoredPolicy> documents;
    private final AwsPolicies aws;

    public PolicyCatalog(Store store, AwsPolicies aws) {
        this.documents = store.documents(StoredPolicy.KIND);
        this.aws = aws;
    }

    public ManagedPolicy get(AccountId account, String arn) {
        return find(account, arn).orElseThrow(() -> IamErrors.noSuchPolicy(arn));
    }

    /** A policy of the account or of AWS; empty when there is none. */
    public Optional<ManagedPolicy> find(AccountId account, String arn) {
        if (AwsPolicies.owns(arn)) {
            return aws.find(arn);
        }
        return ownKey(account, arn)
                .flatMap(key -> documents.find(Scope.global(account), key))
                .map(found -> new ManagedPolicy(arn, found.value()))
                .filter(found -> found.policy().entity().arn("policy", account).equals(arn));
    }

    @Override
    public Optional<String> document(AccountId account, String arn) {
        return find(account, arn)
                .flatMap(found -> found.policy().version(found.policy().defaultVersionId()))
                .map(StoredPolicy.Version::document);
    }

    public void checkAttachable(AccountId account, String arn) {
        if (find(account, arn).isEmpty()) {
            throw IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
        }
    }

    /** The account's own policies. */
    public List<ManagedPolicy> local(AccountId account) {
        return documents.list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .map(each -> new ManagedPolicy(each.entity().arn("policy", account), each))
                .toList();
    }

    public List<ManagedPolicy> ofAws() {
        return aws.all();
    }

    public ManagedPolicy insert(AccountId account, StoredPolicy policy) {
        String name = policy.entity().name();
        try {
            documents.insert(Scope.global(account), Entity.key(name), policy);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists(
                    "A policy called "
                            + name
                            + " already exists. Duplicate names are not allowed.");
        }
        return new ManagedPolicy(policy.entity().arn("policy", account), policy);
    }

    public ManagedPolicy update(AccountId account, String arn, UnaryOperator<StoredPolicy> change) {
        String key = changeable(account, arn);
        return documents
                .update(Scope.global(account), key, change)
                .map(changed -> new ManagedPolicy(arn, changed.value()))
                .orElseThrow(() -> IamErrors.noSuchPolicy(arn));
    }

    public void delete(AccountId account, String arn) {
        documents.delete(Scope.global(account), changeable(account, arn));
    }

    /** What a holder has attached, as the lists of roles and users show it. */
    public Listing<AttachedPolicy> attached(
            Grants grants,
            @Nullable String pathPrefix,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        Stream<String> arns =
                grants.attached().stream()
                        .filter(arn -> pathPrefix == null || path(arn).startsWith(pathPrefix))
                        .sorted();
        Listing<String> page = Listing.page(arns.toList(), arn -> arn, marker, maxItems);
        List<AttachedPolicy> views =
                page.items().stream()
                        .map(
                                arn ->
                                        AttachedPolicy.builder()
                                                .policyName(name(arn))
                                                .policyArn(arn)
                                                .build())
                        .toList();
        return new Listing<>(views, page.marker());
    }

    private String changeable(AccountId account, String arn) {
        if (AwsPolicies.owns(arn)) {
            throw new ServiceException(
                    "AccessDenied", 403, "AWS managed policies cannot be changed: " + arn);
        }
        get(account, arn);
        return ownKey(account, arn).orElseThrow(() -> IamErrors.noSuchPolicy(arn));
    }

    private static Optional<String> ownKey(AccountId account, String arn) {
        return Arn.parse(arn)
                .filter(each -> each.service().equals("iam"))
                .filter(each -> each.account().equals(account.value()))
                .filter(each -> each.resource().startsWith("policy/"))
                .map(each -> Entity.key(name(arn)));
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String path(String arn) {
        return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
    }
}
