package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * How the resources of one type are named, and what they belong to.
 *
 * @param member the member of a resource that is its id, as the model names it
 * @param asked the member of requests that names a resource; often the same
 * @param missing AWS's words for an id that names none; {@code %1$s} is the id and {@code %2$s} the
 *     account
 * @param collection the segment of ARNs in front of the id; null for types that have no ARN
 * @param parent the type of what they belong to; null for those that belong to the account
 * @param parentFirst whether a resource that is missing with its parent is rejected as the parent
 *     is
 */
public record Naming(
        String member,
        String asked,
        String missing,
        @Nullable String collection,
        @Nullable ResourceType<?> parent,
        boolean parentFirst) {

    /** Of resources that have no id of their own, being kept within others. */
    public static final Naming NONE = new Naming("", "", "", null, null, false);

    /** Of resources that requests name by another member than they show. */
    public static Naming by(String member, String asked, String missing) {
        return new Naming(member, asked, missing, null, null, false);
    }

    /** Of resources that requests name by the member they show. */
    public static Naming by(String member, String missing) {
        return by(member, member, missing);
    }

    /** The same for resources that belong to others, and are rejected in their own words. */
    public Naming in(ResourceType<?> owner) {
        return new Naming(member, asked, missing, collection, owner, false);
    }

    /** The same for resources that belong to others, and are sought only where those are. */
    public Naming below(ResourceType<?> owner) {
        return new Naming(member, asked, missing, collection, owner, true);
    }

    /** The same for resources with ARNs, which have a segment in front of the id. */
    public Naming collection(String segment) {
        return new Naming(member, asked, missing, segment, parent, parentFirst);
    }

    /** A regular expression of the resource part of ARNs, with a group for each id. */
    String arnPath() {
        return (parent == null ? "" : parent.naming().arnPath()) + '/' + collection + "/([^/]+)";
    }

    /** AWS's rejection of an id that names no resource. */
    ServiceException missing(String id, AccountId account) {
        return notFound(missing.formatted(id, account));
    }
}
