package dev.gatehouse.identity;

/** What sort of identity a principal is; the names IAM's policy elements and ARNs tell apart. */
public enum PrincipalKind {
    /** The account itself: {@code arn:aws:iam::{account}:root}. */
    ROOT,
    /** An IAM user with long-term keys: {@code arn:aws:iam::{account}:user/{path}{name}}. */
    USER,
    /**
     * A session of a role, from STS: {@code arn:aws:sts::{account}:assumed-role/{role}/{session}}.
     */
    ASSUMED_ROLE,
    /** A federated user's session, from STS GetFederationToken. */
    FEDERATED_USER,
    /** Whom a web identity token names, before a role is assumed by it. */
    WEB_IDENTITY,
    /** An AWS service acting by itself, such as {@code apigateway.amazonaws.com}. */
    SERVICE,
    /** Nobody: the request was not signed and its operation does not ask for it. */
    ANONYMOUS
}
