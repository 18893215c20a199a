package dev.gatehouse.wire;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;

/**
 * Who sent a request, where it acts, and what is left of it once the signature is taken off.
 *
 * @param principal who
 * @param region where
 * @param request the request as its operation reads it
 */
record Caller(Principal principal, Region region, WireRequest request) {}
