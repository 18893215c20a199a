package dev.gatehouse.function;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Map;

/**
 * Calls an operation of an AWS service of this node as some principal, in process, through the same
 * decoding, validation and authorization as a call from outside. Blocks; only for the control
 * plane.
 */
public interface AwsCaller {

    /**
     * @param service the name of the service's model, such as {@code lambda} or {@code
     *     apigatewayv2}
     * @param operation its operation, such as {@code CreateFunction}
     * @param input members by wire name; values are strings, numbers, booleans, byte arrays, lists
     *     and maps
     * @return the output's members by wire name
     * @throws dev.gatehouse.kernel.ServiceException the service's refusal
     */
    Map<String, Object> call(
            CallerIdentity as, String service, String operation, Map<String, Object> input);

    /** In whose name, and where. */
    record CallerIdentity(Principal principal, Region region) {

        /** The account the call acts in. */
        public AccountId account() {
            return principal.account();
        }
    }
}
