package dev.gatehouse.gateway.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a template learnt of one request's values holds for none of another sort. */
@Tag("unit")
class MappingTemplateTest {
    @Test
    void aTemplateMeetsValuesOfDifferentClasses() {
        MappingTemplate template =
                MappingTemplate.compile(
                        "#set($v = $input.path('$.v'))$v|$v.size()|$v.length()|$v.a|"
                                + "#foreach($each in $v)$each;#end");

        for (int i = 0; i < 2; i++) {
            assertThat(render(template, "{\"v\": \"text\"}")).isEqualTo("text||4||");
            assertThat(render(template, "{\"v\": [1, \"b\"]}")).isEqualTo("[1,\"b\"]|2|||1;b;");
            assertThat(render(template, "{\"v\": {\"a\": 7}}")).isEqualTo("{a=7}|1||7|7;");
            assertThat(render(template, "{\"v\": 5}")).isEqualTo("5||||");
            assertThat(render(template, "{}")).isEqualTo("||||");
        }
    }

    @Test
    void whatTemplatesEvaluateIsNotKept() {
        MappingTemplate template =
                MappingTemplate.compile(
                        "#foreach($i in [1..900])#evaluate('$input.body.length()')#end");

        assertThat(render(template, "[]")).isEqualTo("2".repeat(900));
        assertThat(render(template, "[1]")).isEqualTo("3".repeat(900));
    }

    private static String render(MappingTemplate template, String body) {
        return template.render(
                new MappingInput(
                        HttpHeaders.headers(),
                        Map.of(),
                        Map.of(),
                        new JsonBody(body),
                        new ContextVariables(),
                        Map.of()));
    }
}
