package dev.gatehouse.gateway.plan;

/** From where a REST API is meant to be called ("API endpoint types for REST APIs"). */
public enum EndpointType {
    /** From anywhere, through AWS's content delivery network. */
    EDGE,
    /** From anywhere. */
    REGIONAL,
    /** Through VPC endpoints. */
    PRIVATE
}
