package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.PolicyDocuments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies of a role or a user.
 *
 * @param inline its own policies: documents by name, in the order of their names
 * @param attached the ARNs of managed policies
 */
public record Grants(Map<String, String> inline, List<String> attached) {
    public static final Grants NONE = new Grants(Map.of(), List.of());

    private static final int ATTACHED_MAX = 10;

    public Grants {
        inline = Collections.unmodifiableMap(new TreeMap<>(inline));
        attached = List.copyOf(attached);
    }

    /**
     * @param sizeMax how many characters all inline policies may have together
     * @param holder the kind and name of the holder, for the rejection
     */
    public Grants with(String name, String document, int sizeMax, String holder) {
        PolicyDocuments.checkIdentityPolicy(document);
        Map<String, String> all = new TreeMap<>(inline);
        all.put(name, document);
        if (all.values().stream().mapToLong(PolicyDocuments::size).sum() > sizeMax) {
            throw IamErrors.limitExceeded(
                    "Maximum policy size of " + sizeMax + " bytes exceeded for " + holder);
        }
        return new Grants(all, attached);
    }

    /** {@code kind} is role or user. */
    public Grants without(String name, String kind) {
        document(name, kind);
        Map<String, String> all = new TreeMap<>(inline);
        all.remove(name);
        return new Grants(all, attached);
    }

    /** Attaching twice is fine; {@code quota} names the limit. */
    public Grants attaching(String policyArn, String quota) {
        if (attached.contains(policyArn)) {
            return this;
        }
        if (attached.size() >= ATTACHED_MAX) {
            throw IamErrors.limitExceeded("Cannot exceed quota for " + quota + ": " + ATTACHED_MAX);
        }
        List<String> all = new ArrayList<>(attached);
        all.add(policyArn);
        return new Grants(inline, all);
    }

    public Grants detaching(String policyArn) {
        if (!attached.contains(policyArn)) {
            throw IamErrors.noSuchPolicy(policyArn);
        }
        return new Grants(inline, attached.stream().filter(a -> !a.equals(policyArn)).toList());
    }

    /** The document of an inline policy; {@code kind} is role or user. */
    public String document(String name, String kind) {
        String document = inline.get(name);
        if (document == null) {
            throw IamErrors.noSuchEntity(
                    "The " + kind + " policy with name " + name + " cannot be found.");
        }
        return document;
    }

    /** Rejects to delete a holder that still has policies. */
    public void checkNone() {
        if (!attached.isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!inline.isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
    }
}
