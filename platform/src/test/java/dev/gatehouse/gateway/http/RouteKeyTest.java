package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RouteKeyTest {

    @Property
    void readsBackWhatItWasReadFrom(@ForAll("keys") String key) {
        assertThat(RouteKey.parse(key)).hasToString(key);
    }

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> segment =
                Arbitraries.of("pets", "{id}", "v1.0", "a-b", "~me", "%20").list().ofMaxSize(1)
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

    @Test
    void acceptsTheDefaultRoute() {
        assertThat(RouteKey.parse("$default")).hasToString("$default");
    }

    @Test
    void refusesVariablesThatAreNotWholeSegments() {
        for (String path : new String[] {"/{a}b", "/a{b}", "/{a+}/b", "/{}", "/{a", "/a}"}) {
            assertThatThrownBy(() -> RouteKey.parse("GET " + path))
                    .hasMessageContaining("is not formatted properly for HTTP protocol");
        }
    }

    @Test
    void refusesTwoVariablesOfOneName() {
        assertThatThrownBy(() -> RouteKey.parse("GET /{a}/{a}"))
                .hasMessage("The provided route key has several variables named {a}");
    }

    @Test
    void seesThatPathsDifferInNamesOnly() {
        RouteKey key = RouteKey.parse("GET /pets/{id}");
        assertThat(key.namesDifferently(RouteKey.parse("GET /pets/{petId}"))).isTrue();
        assertThat(key.namesDifferently(RouteKey.parse("POST /pets/{id}"))).isFalse();
        assertThat(key.namesDifferently(RouteKey.parse("GET /pets/{id+}"))).isFalse();
    }
}
