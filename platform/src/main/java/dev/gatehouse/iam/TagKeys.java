package dev.gatehouse.iam;

/** When two keys of tags are the same, which differs among IAM's resources. */
enum TagKeys {
    /** Of policies. */
    EXACT,
    /** Of roles and users, which keep the case that a key was last given in. */
    ANY_CASE;

    boolean same(String one, String other) {
        return this == EXACT ? one.equals(other) : one.equalsIgnoreCase(other);
    }
}
