package dev.gatehouse.gateway.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No mapping template costs more than a failed request, however it is nested. */
@Tag("unit")
class TemplateNestingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"#if(true)", "#foreach($a in [1])", "#set($a = (", "#{if}($a)[", "$a.b("})
    void aTemplateNestedTooDeeplyIsAFaultyOne(String opening) {
        MappingTemplate template = MappingTemplate.compile(opening.repeat(20_000));

        assertThat(template.literal()).isFalse();
        assertThat(template.source()).hasSize(opening.length() * 20_000);
    }
}
