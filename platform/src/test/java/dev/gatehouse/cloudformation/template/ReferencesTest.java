package dev.gatehouse.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ReferencesTest {
    @Test
    void areFoundInEveryFunctionThatNamesSomething() {
        String tree =
                """
                A: !Ref a
                B: !Join ['', [!GetAtt b.Arn, !GetAtt [c, !Ref d]]]
                C: !Sub ['${e} ${f.Arn} ${g} ${!h}', {g: !Ref i}]
                """;
        assertThat(References.in(TemplateReader.read(tree)))
                .containsExactly("a", "b", "c", "d", "e", "f", "i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]", "a", "''", "[a, '']", "['', b]", "[a, b, c]", "{a: b}"})
    void anAttributeHasAResourceAndAName(String argument) {
        assertThatThrownBy(
                        () ->
                                References.in(
                                        TemplateReader.read("A: {Fn::GetAtt: " + argument + "}")))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "Template error: every Fn::GetAtt object requires two non-empty"
                                + " parameters, the resource name and the resource attribute");
    }
}
