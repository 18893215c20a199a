package dev.gatehouse.proxy.signed;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.proxy.ClientRequest;

/** Hears of signed requests to APIs and function URLs that policies deny; never blocks. */
@FunctionalInterface
public interface DeniedRequests {
    /**
     * @param caller who signed it
     */
    void denied(ClientRequest request, Principal caller, Denied what);

    /**
     * What policies deny.
     *
     * @param action such as {@code execute-api:Invoke}
     * @param resource its ARN
     * @param message who may not do what, and why not
     */
    record Denied(String action, String resource, String message) {}
}
