package dev.gatehouse.gateway.apigatewayv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.CreateStageRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateRouteRequest;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.Calls;
import dev.gatehouse.wire.RequestContext;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of one route does to the plan in force. */
@Tag("node")
class RoutePublishingTest {
    private static final RequestContext ROOT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(AccountId.DEFAULT),
                    AccountId.DEFAULT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost");

    private Store store;
    private Node node;
    private String api;
    private String target;

    /** The control plane of one node, and what its data plane serves. */
    private static final class Node {
        final PlanTable plans = new PlanTable();
        final Calls calls;

        Node(Store store) {
            calls =
                    new Calls(
                            HttpService.open(
                                    store, plans, HttpLimits.AWS, _ -> false, Clock.SYSTEM),
                            ROOT);
        }

        <I extends View, O extends View> O call(Operation<I, O> operation, I request) {
            return calls.call(operation, request);
        }

        @Nullable HttpRoute serves(String api, String stage, String path) {
            HttpPlan plan = (HttpPlan) Objects.requireNonNull(plans.find(api));
            var deployment =
                    Objects.requireNonNull(
                            Objects.requireNonNull(plan.stages().get(stage)).deployment());
            Match<HttpRoute> match = deployment.routes().match("GET", path);
            return match == null ? null : match.value();
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        node = new Node(store);
        api =
                Objects.requireNonNull(
                        node.call(
                                        ApiGatewayV2.CREATE_API,
                                        CreateApiRequest.builder()
                                                .name("many")
                                                .protocolType("HTTP")
                                                .build())
                                .apiId());
        target = integration();
        follow("$default");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void leavesTheOtherRoutesAsTheyWereCompiled() {
        create(node, "GET /a");
        HttpRoute first = node.serves(api, "$default", "/a");
        assertThat(first).isNotNull();

        String second = create(node, "GET /b");
        assertThat(node.serves(api, "$default", "/b")).isNotNull();
        node.call(
                ApiGatewayV2.UPDATE_ROUTE,
                UpdateRouteRequest.builder().apiId(api).routeId(second).routeKey("GET /c").build());
        assertThat(node.serves(api, "$default", "/b")).isNull();
        assertThat(node.serves(api, "$default", "/c")).isNotNull();
        node.call(
                ApiGatewayV2.DELETE_ROUTE,
                DeleteRouteRequest.builder().apiId(api).routeId(second).build());
        assertThat(node.serves(api, "$default", "/c")).isNull();
        assertThat(node.serves(api, "$default", "/a")).isSameAs(first);
    }

    @Test
    void aChangedIntegrationReachesTheRoutesThatLeadToIt() {
        String first = create(node, "GET /a");
        create(node, "GET /b");
        String changing = target;
        target = integration();
        create(node, "GET /c");
        HttpRoute other = node.serves(api, "$default", "/c");
        route(first, target);

        node.call(
                ApiGatewayV2.UPDATE_INTEGRATION,
                UpdateIntegrationRequest.builder()
                        .apiId(api)
                        .integrationId(changing.substring("integrations/".length()))
                        .integrationUri("http://127.0.0.1:2/")
                        .build());

        assertThat(backend("/a")).isEqualTo("http://127.0.0.1:1/");
        assertThat(backend("/b")).isEqualTo("http://127.0.0.1:2/");
        assertThat(node.serves(api, "$default", "/c")).isSameAs(other);
    }

    @Test
    void anIntegrationIsInUseAsLongAsRoutesLeadToIt() {
        String id = target.substring("integrations/".length());
        String route = create(node, "GET /a");
        DeleteIntegrationRequest deletion =
                DeleteIntegrationRequest.builder().apiId(api).integrationId(id).build();
        assertThatThrownBy(() -> node.call(ApiGatewayV2.DELETE_INTEGRATION, deletion))
                .hasMessage(
                        "Cannot delete Integration '%s', it is the target of routes: [GET /a]"
                                .formatted(id));
        route(route, integration());
        node.call(ApiGatewayV2.DELETE_INTEGRATION, deletion);
    }

    @Test
    void reachesEveryStageThatFollowsTheApi() {
        create(node, "GET /a");
        follow("v1");
        create(node, "GET /b");
        assertThat(node.serves(api, "v1", "/a")).isNotNull();
        assertThat(node.serves(api, "v1", "/b")).isSameAs(node.serves(api, "$default", "/b"));
    }

    @Test
    void keysThatWereGivenUpAreFreeAgain() {
        String id = create(node, "GET /pets/{id}");
        node.call(
                ApiGatewayV2.UPDATE_ROUTE,
                UpdateRouteRequest.builder()
                        .apiId(api)
                        .routeId(id)
                        .routeKey("GET /pets/{petId}")
                        .build());
        node.call(
                ApiGatewayV2.DELETE_ROUTE,
                DeleteRouteRequest.builder().apiId(api).routeId(id).build());
        create(node, "GET /pets/{id}");
        assertThat(node.serves(api, "$default", "/pets/1")).isNotNull();
    }

    @Test
    void readsTheWholeApiAgainWhenAnotherNodeChangedIt() {
        Node other = new Node(store);
        create(node, "GET /here");
        create(other, "GET /there");
        assertThat(other.serves(api, "$default", "/here")).isNotNull();
        assertThat(other.serves(api, "$default", "/there")).isNotNull();
    }

    /** Makes another integration, and tells the target that leads to it. */
    private String integration() {
        return "integrations/"
                + node.call(
                                ApiGatewayV2.CREATE_INTEGRATION,
                                CreateIntegrationRequest.builder()
                                        .apiId(api)
                                        .integrationType("HTTP_PROXY")
                                        .integrationMethod("GET")
                                        .integrationUri("http://127.0.0.1:1/")
                                        .payloadFormatVersion("1.0")
                                        .build())
                        .integrationId();
    }

    private void route(String routeId, String to) {
        node.call(
                ApiGatewayV2.UPDATE_ROUTE,
                UpdateRouteRequest.builder().apiId(api).routeId(routeId).target(to).build());
    }

    private String backend(String path) {
        HttpRoute route = Objects.requireNonNull(node.serves(api, "$default", path));
        return ((HttpIntegration.HttpProxy) route.integration()).uri().toString();
    }

    private void follow(String stage) {
        node.call(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(api).stageName(stage).autoDeploy(true).build());
    }

    private String create(Node on, String key) {
        return Objects.requireNonNull(
                on.call(
                                ApiGatewayV2.CREATE_ROUTE,
                                CreateRouteRequest.builder()
                                        .apiId(api)
                                        .routeKey(key)
                                        .target(target)
                                        .build())
                        .routeId());
    }
}
