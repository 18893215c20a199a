package dev.gatehouse.gateway.apigatewayv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.gateway.apigatewayv2.repository.RouteKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RouteKeyTest {

    @Test
    void acceptsTheDefaultRoute() {
        assertThat(RouteKey.parse("$default")).hasToString("$default");
    }

    @Test
    void rejectsVariablesThatAreNotWholeSegments() {
        for (String path : new String[] {"/{a}b", "/a{b}", "/{a+}/b", "/{}", "/{a", "/a}"}) {
            assertThatThrownBy(() -> RouteKey.parse("GET " + path))
                    .hasMessageContaining("is not formatted properly for HTTP protocol");
        }
    }

    @Test
    void rejectsTwoVariablesOfOneName() {
        assertThatThrownBy(() -> RouteKey.parse("GET /{a}/{a}"))
                .hasMessage("The provided route key has several variables named {a}");
    }

    @Test
    void givesOneFormToPathsThatDifferInNamesOnly() {
        String form = RouteKey.parse("GET /pets/{id}").form();
        assertThat(RouteKey.parse("POST /pets/{petId}").form()).isEqualTo(form);
        assertThat(RouteKey.parse("GET /pets/{id+}").form()).isNotEqualTo(form);
        assertThat(RouteKey.parse("GET /pets/id").form()).isNotEqualTo(form);
    }
}
