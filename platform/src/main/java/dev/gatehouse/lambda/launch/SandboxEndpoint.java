package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.sandbox.Sandbox;

/** Serves the AWS endpoint that each sandbox has of its own, for the SDKs in functions. */
public interface SandboxEndpoint {

    /**
     * Begins to accept connections of a sandbox at its endpoint, and at the ports of AWS's own
     * hosts where their names lead to it. Does not block.
     */
    void serve(Sandbox sandbox);
}
