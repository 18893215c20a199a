package dev.gatehouse.lambda.plan;

/**
 * How far the provisioned concurrency of a version has come on this node.
 *
 * @param allocated environments that are being made or are there
 * @param available those of them that can take events
 * @param failed whether no more are made, since the function does not start
 */
public record ProvisionedState(int allocated, int available, boolean failed) {

    /** Nothing has begun. */
    public static final ProvisionedState NONE = new ProvisionedState(0, 0, false);
}
