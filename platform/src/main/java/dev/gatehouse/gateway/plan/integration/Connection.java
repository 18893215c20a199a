package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.StageText;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP integration connects to its backend.
 *
 * @param link the id of the VPC link it goes through; null for the Internet
 * @param target the ARN of what the link leads to; null where the link itself names it
 * @param authorityChecked whether an authority that is trusted must vouch for its certificate
 * @param serverName whom the certificate must be for; null for the host of the URI
 */
public record Connection(
        @Nullable StageText link,
        @Nullable StageText target,
        boolean authorityChecked,
        @Nullable String serverName) {
    /** Straight to the URI, with the checks of every client. */
    public static final Connection INTERNET = new Connection(null, null, true, null);

    /** Whether a VPC link is in between. */
    public boolean isPrivate() {
        return link != null;
    }
}
