package dev.gatehouse.lambda.model;

import org.jspecify.annotations.Nullable;

/**
 * A statement of a resource policy as AddPermission was asked for it.
 *
 * @param sid the statement's id
 * @param action such as {@code lambda:InvokeFunction}
 * @param principal a service, an account, an ARN or {@code *}
 * @param conditions what narrows it
 */
public record PolicyStatement(
        String sid, String action, String principal, PolicyConditions conditions) {

    /**
     * The conditions AddPermission knows; each may be absent.
     *
     * @param sourceArn a pattern for the resource that causes the call
     * @param sourceAccount the account that resource belongs to
     * @param eventSourceToken the token of an Alexa skill
     * @param principalOrgId the organization of the caller
     * @param functionUrlAuthType how a function URL authenticates
     * @param invokedViaFunctionUrl whether only calls through a function URL are meant
     */
    public record PolicyConditions(
            @Nullable String sourceArn,
            @Nullable String sourceAccount,
            @Nullable String eventSourceToken,
            @Nullable String principalOrgId,
            @Nullable String functionUrlAuthType,
            @Nullable Boolean invokedViaFunctionUrl) {
        /** No condition. */
        public static final PolicyConditions NONE =
                new PolicyConditions(null, null, null, null, null, null);
    }
}
