package dev.gatehouse.gateway.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApiRequest;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.store.sql.TwoNodes;
import dev.gatehouse.testkit.Eventually;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An API that one node deploys is served by another on the same store, and is not once it goes. */
@Tag("node")
@Timeout(300)
final class TwoNodesTest {
    @Test
    void anApiIsInForceOnEveryNode() {
        try (TwoNodes nodes = TwoNodes.open()) {
            RestFixture here = new RestFixture(nodes.writer(), RestLimits.AWS);
            RestFixture there = new RestFixture(nodes.reader(), RestLimits.AWS);
            String api = RestFixture.text(here.api().id());
            String root =
                    RestFixture.text(
                            here.call(
                                            ApiGateway.GET_REST_API,
                                            GetRestApiRequest.builder().restApiId(api).build())
                                    .rootResourceId());
            here.mock(api, root, "GET");
            here.deploy(api, "live");
            assertThat(here.plans.find(api)).as("before the response").isNotNull();

            Eventually.holds(() -> there.plans.find(api) != null);

            here.call(
                    ApiGateway.DELETE_REST_API,
                    DeleteRestApiRequest.builder().restApiId(api).build());
            Eventually.holds(() -> there.plans.find(api) == null);
        }
    }
}
