package dev.gatehouse.identity;

import dev.gatehouse.kernel.Arn;

/**
 * What STS must know of a role.
 *
 * @param arn its ARN, with its path
 * @param roleId its unique id, {@code AROA…}
 * @param trustPolicy who may assume it: a policy document
 * @param maxSessionSeconds how long a session may last
 */
public record AssumableRole(Arn arn, String roleId, String trustPolicy, int maxSessionSeconds) {

    /** The role as sessions of it name it. */
    public Principal.Issuer issuer() {
        return new Principal.Issuer(arn.toString(), roleId);
    }

    /** The last part of the role's path: what names it in a session's ARN. */
    public String name() {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }
}
