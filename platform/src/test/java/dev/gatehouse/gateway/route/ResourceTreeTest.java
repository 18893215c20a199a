package dev.gatehouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class ResourceTreeTest {
    private static final ResourceTree<String> TREE =
            tree(
                    "/",
                    "/pets",
                    "/pets/{id}",
                    "/pets/dog",
                    "/pets/{id}/toys",
                    "/{proxy+}",
                    "/files/{path+}");

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "/pets, /pets",
        "/pets/, /pets",
        "//pets, /pets",
        "/pets/dog, /pets/dog",
        "/pets/7, /pets/{id}",
        "/pets/7/, /pets/{id}",
        "/pets/dog/toys, /pets/{id}/toys",
        "/pets/7/toys/9, /{proxy+}",
        "/files/a/b/c, /files/{path+}",
        "/files, /{proxy+}",
        "/other, /{proxy+}"
    })
    void prefersLiteralsToVariablesToGreedyOnes(String path, String expected) {
        assertThat(value(TREE.match(path, any -> true))).isEqualTo(expected);
    }

    @Test
    void fallsThroughWhereTheBestFitHasNoMethod() {
        assertThat(value(TREE.match("/pets/dog", path -> !path.equals("/pets/dog"))))
                .isEqualTo("/pets/{id}");
        assertThat(value(TREE.match("/pets/dog", path -> path.equals("/{proxy+}"))))
                .isEqualTo("/{proxy+}");
        assertThat(TREE.match("/pets/dog", path -> false)).isNull();
    }

    @Test
    void keepsPathParametersAsTheyStandInTheRequest() {
        assertThat(parameters("/pets/a%20b/toys")).isEqualTo(Map.of("id", "a%20b"));
        assertThat(parameters("/x//y/%2F/")).isEqualTo(Map.of("proxy", "x//y/%2F"));
        assertThat(parameters("/pets/dog")).isEmpty();
    }

    @Test
    void wantsASegmentForAGreedyVariable() {
        ResourceTree<String> greedy = tree("/{proxy+}", "/a/{rest+}");

        assertThat(greedy.match("/", any -> true)).isNull();
        assertThat(value(greedy.match("/a", any -> true))).isEqualTo("/{proxy+}");
        assertThat(value(greedy.match("/a/", any -> true))).isEqualTo("/{proxy+}");
    }

    private static Map<String, String> parameters(String path) {
        Match<String> match = TREE.match(path, any -> true);
        return match == null ? Map.of("no", "match") : match.pathParameters();
    }

    private static @Nullable String value(@Nullable Match<String> match) {
        return match == null ? null : match.value();
    }

    private static ResourceTree<String> tree(String... templates) {
        ResourceTree.Builder<String> builder = ResourceTree.builder();
        List.of(templates).forEach(template -> builder.add(template, template));
        return builder.build();
    }
}
