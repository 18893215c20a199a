package dev.gatehouse.iam.repository;

/** What AWS says of each kind of holder of policies. */
public enum HolderKind {
    ROLE("role", 10_240, "PoliciesPerRole"),
    USER("user", 2_048, "PoliciesPerUser"),
    GROUP("group", 5_120, "PoliciesPerGroup");

    private final String noun;
    private final int inlineMax;
    private final String attachedQuota;

    HolderKind(String noun, int inlineMax, String attachedQuota) {
        this.noun = noun;
        this.inlineMax = inlineMax;
        this.attachedQuota = attachedQuota;
    }

    public String noun() {
        return noun;
    }

    /** How many characters all inline policies of one may have together. */
    public int inlineMax() {
        return inlineMax;
    }

    /** The name of the limit on attached policies. */
    public String attachedQuota() {
        return attachedQuota;
    }
}
