package dev.gatehouse.lambda.destination;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.util.Map;

/** AWS's services, in the name of functions' execution roles. Blocks. */
public interface RoleServices {

    /** Whether a service is there: this node's, or one that has an endpoint. */
    boolean serves(String service);

    /**
     * A client that acts as a role.
     *
     * @param function whose role it is, or a version of it: where the calls act
     * @throws dev.gatehouse.kernel.ServiceException Lambda may not assume the role
     */
    AwsClient as(Arn role, Arn function);

    /** A client that acts as Lambda itself does in an account. */
    AwsClient asLambda(AccountId account, Region region);

    /**
     * Rejects a call that the policies would deny, and makes none.
     *
     * @throws dev.gatehouse.kernel.ServiceException it is denied, or Lambda may not assume the role
     */
    void authorize(Arn role, Region region, String service, String operation, Map<String, ?> input);
}
