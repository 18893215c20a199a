package dev.gatehouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The tries against matchers that try every template in turn. */
@net.jqwik.api.Tag("unit")
final class RoutingPropertiesTest {

    @Property(tries = 2000)
    void resourcesMatchAsThoughEveryTemplateWereTried(
            @ForAll("templates") List<String> templates,
            @ForAll("paths") String path,
            @ForAll int seed) {
        ResourceTree.Builder<String> builder = ResourceTree.builder();
        templates.forEach(template -> builder.add(template, template));
        List<String> accepted =
                templates.stream().filter(one -> (one.hashCode() + seed) % 3 != 0).toList();

        Match<String> match = builder.build().match(path, accepted::contains);

        assertThat(match == null ? null : match.value()).isEqualTo(bestResource(accepted, path));
    }

    @Property(tries = 2000)
    void routesMatchAsThoughEveryKeyWereTried(
            @ForAll("templates") List<String> templates,
            @ForAll("paths") String path,
            @ForAll int seed) {
        List<String> keys =
                templates.stream()
                        .map(one -> ((one.hashCode() + seed) % 2 == 0 ? "GET " : "ANY ") + one)
                        .toList();
        RouteTable.Builder<String> builder = RouteTable.builder();
        keys.forEach(key -> builder.add(key, key));

        Match<String> match = builder.build().match("GET", path);

        assertThat(match == null ? null : match.value()).isEqualTo(bestRoute(keys, path));
    }

    @Property(tries = 2000)
    void tablesChangedRouteByRouteMatchAsThoseMadeAtOnce(
            @ForAll("templates") List<String> kept,
            @ForAll("templates") List<String> dropped,
            @ForAll("paths") String path) {
        RouteTable.Builder<String> builder = RouteTable.builder();
        kept.forEach(template -> builder.add("GET " + template, template));
        RouteTable<String> atOnce = builder.build();
        RouteTable<String> changed = RouteTable.<String>builder().build();
        for (String template : dropped) {
            changed = changed.with("GET " + template, "former").with("PUT " + template, "other");
        }
        RouteTable<String> before = changed;
        Match<String> matchBefore = before.match("GET", path);
        for (String template : kept) {
            changed = changed.with("GET " + template, template);
        }
        for (String template : dropped) {
            changed = changed.without("PUT " + template);
            changed = kept.contains(template) ? changed : changed.without("GET " + template);
        }

        assertThat(changed.match("GET", path)).isEqualTo(atOnce.match("GET", path));
        assertThat(changed.match("PUT", path)).isNull();
        assertThat(before.match("GET", path)).isEqualTo(matchBefore);
    }

    @Provide
    Arbitrary<List<String>> templates() {
        Arbitrary<String> part = Arbitraries.of("a", "b", "c", "{x}");
        Arbitrary<String> last = Arbitraries.of("", "", "/{x}", "/{rest+}");
        return part.list()
                .ofMinSize(0)
                .ofMaxSize(3)
                .map(parts -> parts.stream().map(one -> '/' + one).collect(Collectors.joining()))
                .flatMap(front -> last.map(end -> (front + end).isEmpty() ? "/" : front + end))
                .list()
                .ofMaxSize(8)
                .map(list -> list.stream().distinct().toList());
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "c", "d")
                .list()
                .ofMaxSize(4)
                .map(parts -> '/' + String.join("/", parts));
    }

    private static @Nullable String bestResource(List<String> templates, String path) {
        return templates.stream()
                .filter(template -> fits(template, path))
                .min(Comparator.comparing(RoutingPropertiesTest::shape))
                .orElse(null);
    }

    private static @Nullable String bestRoute(List<String> keys, String path) {
        Comparator<String> fullFirst = Comparator.comparing(key -> key.endsWith("+}"));
        Comparator<String> longest =
                Comparator.comparing(
                        key -> key.endsWith("+}") ? -shape(template(key)).length() : 0);
        return keys.stream()
                .filter(key -> fits(template(key), path))
                .min(fullFirst.thenComparing(longest).thenComparing(key -> shape(template(key))))
                .orElse(null);
    }

    private static String template(String key) {
        return key.substring(key.indexOf(' ') + 1);
    }

    private static boolean fits(String template, String path) {
        String regex =
                Stream.of(template.split("/"))
                        .map(
                                part ->
                                        part.endsWith("+}")
                                                ? ".+"
                                                : part.startsWith("{")
                                                        ? "[^/]+"
                                                        : Pattern.quote(part))
                        .collect(Collectors.joining("/"));
        return template.equals("/") ? path.equals("/") : path.matches(regex);
    }

    /** One letter a segment, ordered as segments are preferred: literal, variable, greedy. */
    private static String shape(String template) {
        List<String> letters = new ArrayList<>();
        for (String part : template.substring(1).split("/")) {
            letters.add(part.endsWith("+}") ? "c" : part.startsWith("{") ? "b" : "a");
        }
        return template.equals("/") ? "" : String.join("", letters);
    }
}
