package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.HolderKind;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with the policies of a role or a user, once the request is read. */
final class HeldPolicies {
    private final Catalog<?> holders;
    private final PolicyCatalog policies;

    HeldPolicies(Catalog<?> holders, PolicyCatalog policies) {
        this.holders = holders;
        this.policies = policies;
    }

    Empty put(RequestContext context, String holder, String policy, String document) {
        HolderKind kind = holders.kind();
        holders.regrant(
                context.account(),
                holder,
                grants ->
                        grants.with(
                                policy, document, kind.inlineMax(), kind.noun() + " " + holder));
        return Empty.EMPTY;
    }

    /** The document of an inline policy, as responses carry it. */
    String document(RequestContext context, String holder, String policy) {
        return PolicyDocuments.encoded(
                holders.grants(context.account(), holder).document(policy, holders.kind().noun()));
    }

    Listing<String> names(
            RequestContext context,
            String holder,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        Grants grants = holders.grants(context.account(), holder);
        List<String> names = List.copyOf(grants.inline().keySet());
        return Listing.page(names, name -> name, marker, maxItems);
    }

    Empty delete(RequestContext context, String holder, String policy) {
        holders.regrant(
                context.account(), holder, grants -> grants.without(policy, holders.kind().noun()));
        return Empty.EMPTY;
    }

    Empty attach(RequestContext context, String holder, String arn) {
        policies.checkAttachable(context.account(), arn);
        holders.regrant(
                context.account(),
                holder,
                grants -> grants.attaching(arn, holders.kind().attachedQuota()));
        return Empty.EMPTY;
    }

    Empty detach(RequestContext context, String holder, String arn) {
        holders.regrant(context.account(), holder, grants -> grants.detaching(arn));
        return Empty.EMPTY;
    }

    Listing<AttachedPolicy> attached(
            RequestContext context,
            String holder,
            @Nullable String pathPrefix,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        Grants grants = holders.grants(context.account(), holder);
        return policies.attached(grants, pathPrefix, marker, maxItems);
    }
}
