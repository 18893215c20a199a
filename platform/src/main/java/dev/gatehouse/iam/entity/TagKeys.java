package dev.gatehouse.iam.entity;

/** When two keys of tags are the same, which differs among IAM's resources. */
public enum TagKeys {
    /** Of policies. */
    EXACT,
    /** Of roles and users, which keep the case that a key was last given in. */
    ANY_CASE;

    public boolean same(String one, String other) {
        return this == EXACT ? one.equals(other) : one.equalsIgnoreCase(other);
    }
}
