package dev.gatehouse.app.services;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.RoleServices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of services that Lambda makes as functions' execution roles. */
public final class RoleCalls implements RoleServices {
    /** What destinations may be of this node's own. */
    private static final Set<String> OWN = Set.of("lambda", "s3", "events");

    private static final String LAMBDA = "lambda.amazonaws.com";

    private final AwsServices services;
    private final ServiceRoles roles;

    public RoleCalls(AwsServices services, ServiceRoles roles) {
        this.services = services;
        this.roles = roles;
    }

    @Override
    public boolean serves(String service) {
        return OWN.contains(service) || services.isElsewhere(service);
    }

    @Override
    public AwsClient as(Arn role, Arn function) {
        return services.as(identity(role, new Region(function.region()), unqualified(function)));
    }

    @Override
    public AwsClient asLambda(AccountId account, Region region) {
        return services.as(new CallerIdentity(Principal.root(account), region, List.of(LAMBDA)));
    }

    @Override
    public void authorize(
            Arn role, Region region, String service, String operation, Map<String, ?> input) {
        services.authorize(identity(role, region, null), service, operation, input);
    }

    /**
     * The same of a request to a service elsewhere whose operations are not known here.
     *
     * @throws ServiceException it is denied, or Lambda may not assume the role
     */
    public void authorize(Arn role, Region region, String service, AwsRequest request) {
        services.authorize(identity(role, region, null), service, request);
    }

    /** The function itself, whichever version of it was meant. */
    private static Arn unqualified(Arn function) {
        String[] parts = function.resource().split(":", 3);
        return new Arn(
                function.partition(),
                function.service(),
                function.region(),
                function.account(),
                parts[0] + ':' + parts[1]);
    }

    private CallerIdentity identity(Arn role, Region region, @Nullable Arn function) {
        return roles.assume(role, LAMBDA, "lambda", function)
                .map(session -> new CallerIdentity(session, region))
                .orElseThrow(
                        () ->
                                new ServiceException(
                                        "AccessDeniedException",
                                        403,
                                        "Lambda may not assume the role " + role));
    }
}
