package dev.gatehouse.identity.policy;

/** The sorts of policies that take part in a decision; named as AWS's messages name them. */
public enum PolicyKind {
    IDENTITY("identity-based policy"),
    RESOURCE("resource-based policy"),
    BOUNDARY("permissions boundary"),
    SESSION("session policy"),
    SERVICE_CONTROL("service control policy");

    private final String noun;

    PolicyKind(String noun) {
        this.noun = noun;
    }

    /** As in "because no identity-based policy allows the … action". */
    public String noun() {
        return noun;
    }
}
