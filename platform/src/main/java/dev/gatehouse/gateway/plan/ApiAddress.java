package dev.gatehouse.gateway.plan;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/**
 * Whose API it is and where: the account and region that own it and its id, which is the first
 * label of its host.
 *
 * @param apiId the id, unique in this installation whatever the account and region
 */
public record ApiAddress(AccountId account, Region region, String apiId) {

    /** The host that AWS gives it. */
    public String domainName() {
        return apiId + ".execute-api." + region.name() + ".amazonaws.com";
    }

    /**
     * The source ARN of a call, as function policies match it: {@code
     * arn:aws:execute-api:region:account:apiId/route}.
     */
    public String executeApiArn(String route) {
        return "arn:"
                + region.partition()
                + ":execute-api:"
                + region.name()
                + ':'
                + account.value()
                + ':'
                + apiId
                + '/'
                + route;
    }
}
