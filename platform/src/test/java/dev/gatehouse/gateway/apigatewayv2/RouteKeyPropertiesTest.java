package dev.gatehouse.gateway.apigatewayv2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.apigatewayv2.repository.RouteKey;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@net.jqwik.api.Tag("unit")
class RouteKeyPropertiesTest {

    @Property
    void readsBackWhatItWasReadFrom(@ForAll("keys") String key) {
        assertThat(RouteKey.parse(key)).hasToString(key);
    }

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> segment =
                Arbitraries.of("pets", "{id}", "v1.0", "a-b", "~me", "%20")
                        .list()
                        .ofMaxSize(1)
                        .map(parts -> String.join("", parts));
        Arbitrary<String> method = Arbitraries.of("GET", "ANY", "DELETE");
        return method.flatMap(
                verb ->
                        segment.map(part -> verb + " /" + part)
                                .flatMap(
                                        path ->
                                                Arbitraries.of("", "/x", "/{rest+}", "/{other}")
                                                        .map(path::concat)));
    }
}
