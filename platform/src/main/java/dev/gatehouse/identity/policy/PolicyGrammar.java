package dev.gatehouse.identity.policy;

/** What a document has to have and may not have, by what it is for. */
public enum PolicyGrammar {
    /** Of users and roles, and managed ones: resources and no principals. */
    IDENTITY,
    /** Whom a role trusts: principals and no resources. */
    TRUST,
    /** Of a resource: principals, and what is done to it. */
    RESOURCE,
    /** One that was checked before, or is an authorizer's. */
    ANY
}
