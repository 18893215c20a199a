package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.trust.SandboxTrust;

/**
 * What keeps environments apart from each other and from the machine.
 *
 * @param sandboxes where they run
 * @param trust what their programs trust
 */
public record Isolation(Sandboxes sandboxes, SandboxTrust trust) {}
