package dev.gatehouse.gateway.plan.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.host.DomainPlan.Mapping;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class HostTableTest {
    private static final AccountId ACCOUNT = new AccountId("123456789012");
    private static final Region REGION = new Region("eu-west-1");
    private static final HttpPlan HTTP =
            new HttpPlan(new ApiAddress(ACCOUNT, REGION, "abc"), false, Map.of());
    private static final HttpPlan CLOSED =
            new HttpPlan(new ApiAddress(ACCOUNT, REGION, "closed"), true, Map.of());

    private final HostTable table = HostTable.EMPTY.with(List.of(HTTP, CLOSED));

    @ParameterizedTest
    @CsvSource({
        "abc.execute-api.eu-west-1.amazonaws.com, /x, /x",
        "ABC.execute-api.localhost, /x, /x",
        "localhost, /_aws/execute-api/abc/prod/x, /prod/x",
        "localhost, /_aws/execute-api/abc, /",
        "localhost, /_aws/execute-api/abc/$default/x, /x",
        "localhost, /execute-api/abc/prod/x, /prod/x",
        "localhost, /restapis/abc/prod/_user_request_, /prod",
        "localhost, /restapis/abc/prod/_user_request_/x, /prod/x"
    })
    void findsAnApiAndThePathBelowIt(String host, String path, String below) {
        assertThat(table.find(host, path, () -> false))
                .isInstanceOfSatisfying(
                        Destination.Api.class,
                        api -> {
                            assertThat(api.plan()).isSameAs(HTTP);
                            assertThat(api.placement().path()).isEqualTo(below);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "none.execute-api.eu-west-1.amazonaws.com, /x",
        "abc.execute-api.us-east-1.amazonaws.com, /x",
        "closed.execute-api.eu-west-1.amazonaws.com, /x",
        "localhost, /_aws/execute-api/none/x",
        "localhost, /execute-api/none/x"
    })
    void knowsTheAddressOfAnApiThatIsNone(String host, String path) {
        assertThat(table.find(host, path, () -> false)).isInstanceOf(Destination.NoApi.class);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, /restapis/abc/resources/def",
        "localhost, /restapis/abc",
        "localhost, /restapis",
        "localhost, /2015-03-31/functions",
        "execute-api.us-east-1.amazonaws.com, /x",
        "lambda-url.us-east-1.on.aws, /x"
    })
    void leavesWhatIsForAServiceAlone(String host, String path) {
        assertThat(table.find(host, path, () -> true)).isNull();
    }

    /** REST and HTTP APIs have no such connections: there it is a path like any other. */
    @ParameterizedTest
    @CsvSource({
        "none.execute-api.eu-west-1.amazonaws.com, /prod/@connections/abc=, true, true",
        "none.execute-api.eu-west-1.amazonaws.com, /prod/@connections/abc=, false, false",
        "abc.execute-api.eu-west-1.amazonaws.com, /prod/@connections/abc=, true, false",
        "none.execute-api.eu-west-1.amazonaws.com, /prod/x/@connections/abc=, true, false",
        "localhost, /_aws/execute-api/none/prod/@connections/abc=, true, true"
    })
    void tellsASignedCallOfConnectionsFromACallOfAnApi(
            String host, String path, boolean signed, boolean ofTheService) {
        assertThat(table.find(host, path, () -> signed) == null).isEqualTo(ofTheService);
    }

    @Test
    void knowsAFunctionUrlByItsHost() {
        assertThat(
                        table.find(
                                "xyz.lambda-url.eu-west-1.on.aws",
                                "/_aws/execute-api/abc",
                                () -> false))
                .isEqualTo(new Destination.FunctionUrl("xyz"));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, /v1/x, /v1, prod, /x",
        "SHOP.Example.com, /v1/x, /v1, prod, /x",
        "shop.example.com., /v1/x, /v1, prod, /x",
        "shop.example.com, /v1, /v1, prod, ''",
        "shop.example.com, /v1/orders/x, /v1/orders, dev, /x",
        "shop.example.com, /v1/orders2/x, /v1, prod, /orders2/x",
        "shop.example.com, /v10/x, '', , /v10/x",
        "shop.example.com, /V1/x, '', , /V1/x",
        "shop.example.com, /, '', , /",
        "api.other.example.com, /x, '', prod, /x"
    })
    void aDomainsLongestBasePathWins(
            String host, String path, String base, @Nullable String stage, String rest) {
        assertThat(domains().find(host, path, () -> false))
                .isInstanceOfSatisfying(
                        Destination.Api.class,
                        api -> {
                            assertThat(api.plan()).isSameAs(HTTP);
                            assertThat(api.placement()).isEqualTo(new Placement(base, stage, rest));
                        });
    }

    /** Only an execute-api host is closed by that setting: domains are what it is for. */
    @Test
    void aDomainReachesAnApiWhoseOwnEndpointIsDisabled() {
        HostTable closed = table.with(domain("shop.example.com", new Mapping("", "closed", "v1")));
        assertThat(closed.find("shop.example.com", "/x", () -> false))
                .isInstanceOfSatisfying(
                        Destination.Api.class, api -> assertThat(api.plan()).isSameAs(CLOSED));
    }

    @Test
    void aDomainLeadsToNoApiThatIsGoneOrSomebodyElses() {
        HostTable gone = table.with(domain("shop.example.com", new Mapping("", "none", "v1")));
        assertThat(gone.find("shop.example.com", "/x", () -> false))
                .isInstanceOf(Destination.NoApi.class);
        AccountId stranger = new AccountId("999999999999");
        HostTable others =
                table.with(
                        new DomainPlan(
                                stranger,
                                REGION,
                                "shop.example.com",
                                List.of(new Mapping("", "abc", "v1"))));
        assertThat(others.find("shop.example.com", "/x", () -> false))
                .isInstanceOf(Destination.NoApi.class);
    }

    @Test
    void aPathThatNoMappingIsForLeadsToNoApi() {
        HostTable mapped = table.with(domain("shop.example.com", new Mapping("v1", "abc", null)));
        assertThat(mapped.find("shop.example.com", "/v2/x", () -> false))
                .isInstanceOf(Destination.NoApi.class);
        assertThat(
                        mapped.withoutDomain("Shop.Example.com")
                                .find("shop.example.com", "/v1/x", () -> false))
                .isNull();
    }

    /** What is no domain of an API may be any name of this node, whose services are meant then. */
    @Test
    void anUnknownHostIsForTheServices() {
        assertThat(domains().find("example.com", "/v1/x", () -> false)).isNull();
        assertThat(domains().find("a.b.other.example.com", "/v1/x", () -> false)).isNull();
    }

    private HostTable domains() {
        return table.with(
                        domain(
                                "shop.example.com",
                                new Mapping("(none)", "abc", null),
                                new Mapping("v1", "abc", "prod"),
                                new Mapping("v1/orders", "abc", "dev")))
                .with(domain("*.other.example.com", new Mapping("", "abc", "prod")));
    }

    private static DomainPlan domain(String name, Mapping... mappings) {
        return new DomainPlan(ACCOUNT, REGION, name, List.of(mappings));
    }

    @Test
    void takesOnlyItsOwnersApiOut() {
        ApiAddress other = new ApiAddress(new AccountId("999999999999"), REGION, "abc");

        assertThat(table.without(other)).isSameAs(table);
        assertThat(table.without(HTTP.address()).api("abc")).isNull();
    }
}
