package dev.gatehouse.lambda.destination;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.util.Map;

/** Services of a node without neighbours, whose roles may do everything; none is ever called. */
public final class OwnServices implements RoleServices {
    @Override
    public boolean serves(String service) {
        return service.equals("lambda") || service.equals("s3");
    }

    @Override
    public AwsClient as(Arn role, Arn function) {
        throw new IllegalStateException("nothing is delivered here");
    }

    @Override
    public AwsClient asLambda(AccountId account, Region region) {
        throw new IllegalStateException("nothing is delivered here");
    }

    @Override
    public void authorize(
            Arn role, Region region, String service, String operation, Map<String, ?> input) {
        // allowed
    }
}
