package dev.gatehouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class RouteTableTest {
    private static final RouteTable<String> TABLE =
            table(
                    "GET /pets/dog/1",
                    "GET /pets/dog/{id}",
                    "ANY /pets/{kind}/{id}",
                    "GET /pets/{proxy+}",
                    "ANY /{proxy+}",
                    "POST /{x}/b/{rest+}",
                    "POST /a/{rest+}",
                    "GET /",
                    "$default");

    @ParameterizedTest
    @CsvSource({
        "GET, /, GET /",
        "POST, /, $default",
        "GET, /pets/dog/1, GET /pets/dog/1",
        "GET, /pets/dog/2, GET /pets/dog/{id}",
        "PUT, /pets/dog/1, ANY /pets/{kind}/{id}",
        "GET, /pets/cat/1, ANY /pets/{kind}/{id}",
        "GET, /pets/cat, GET /pets/{proxy+}",
        "GET, /pets/cat/1/x, GET /pets/{proxy+}",
        "PUT, /pets/cat/1/x, ANY /{proxy+}",
        "GET, /pets/, ANY /{proxy+}",
        "POST, /a/b/c, POST /{x}/b/{rest+}",
        "POST, /a/c/c, POST /a/{rest+}"
    })
    void followsTheDocumentedPrecedence(String method, String path, String expected) {
        assertThat(value(TABLE.match(method, path))).isEqualTo(expected);
    }

    @Test
    void tellsAPathFromTheSameWithATrailingSlash() {
        RouteTable<String> table = table("GET /pets", "POST /pets/");

        assertThat(table.match("GET", "/pets/")).isNull();
        assertThat(table.match("POST", "/pets")).isNull();
        assertThat(value(table.match("POST", "/pets/"))).isEqualTo("POST /pets/");
    }

    @Test
    void prefersAFullMatchToAGreedyOneWithMoreLiterals() {
        assertThat(value(table("GET /a/{rest+}", "GET /{x}/b").match("GET", "/a/b")))
                .isEqualTo("GET /{x}/b");
    }

    @Test
    void rejectsARouteKeyThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> table("GET pets"));
        assertThatIllegalArgumentException().isThrownBy(() -> table("/pets"));
    }

    private static @Nullable String value(@Nullable Match<String> match) {
        return match == null ? null : match.value();
    }

    private static RouteTable<String> table(String... keys) {
        RouteTable.Builder<String> builder = RouteTable.builder();
        for (String key : keys) {
            builder.add(key, key);
        }
        return builder.build();
    }
}
