package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;

/**
 * AWS's sentences for what is not allowed (IAM User Guide, "Troubleshoot access denied error
 * messages").
 */
public final class Denial {
    private Denial() {}

    /**
     * Who may not do what, and why not.
     *
     * @param resource as the message shows it
     * @param decision one that does not allow
     */
    public static String message(
            Principal principal, String action, String resource, Decision decision) {
        return "User: %s is not authorized to perform: %s on resource: %s %s"
                .formatted(principal.arn(), action, resource, reason(action, decision));
    }

    private static String reason(String action, Decision decision) {
        return switch (decision) {
            case Decision.Denied(PolicyKind kind, _) -> "with an explicit deny in " + aOrAn(kind);
            case Decision.NotAllowed(PolicyKind kind) ->
                    "because no " + kind.noun() + " allows the " + action + " action";
            case Decision.Allowed _ -> throw new IllegalArgumentException("it is allowed");
        };
    }

    private static String aOrAn(PolicyKind kind) {
        return (kind == PolicyKind.IDENTITY ? "an " : "a ") + kind.noun();
    }
}
