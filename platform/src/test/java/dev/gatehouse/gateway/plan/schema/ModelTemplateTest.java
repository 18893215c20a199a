package dev.gatehouse.gateway.plan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Templates of models that would have no end. */
@Tag("unit")
final class ModelTemplateTest {
    @Test
    void aModelThatHoldsItselfOftenMakesNoEndlessTemplate() {
        String members =
                IntStream.range(0, 200)
                        .mapToObj("\"m%d\":{\"$ref\":\"a/models/self\"}"::formatted)
                        .collect(Collectors.joining(","));
        String schema = "{\"type\":\"object\",\"properties\":{" + members + "}}";
        assertThat(ModelTemplate.of(schema, _ -> Optional.of(schema)))
                .startsWith("#set($inputRoot = $input.path('$'))\n{\n  \"m0\" : {")
                .hasSizeLessThan(1 << 20);
    }
}
