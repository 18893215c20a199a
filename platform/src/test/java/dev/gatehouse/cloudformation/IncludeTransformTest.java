package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What AWS::Include makes of a template. */
@Tag("unit")
class IncludeTransformTest {
    private static final String INCLUDE =
            "{Name: AWS::Include, Parameters: {Location: 's3://b/%s'}}";

    @Test
    void whatIsIncludedStandsAmongWhatIsBesideIt() {
        String template = "A: {x: 1, Fn::Transform: %s, y: !Ref Z}".formatted(include("one"));

        assertThat(IncludeTransform.expanded(template, _ -> "{m: !Sub '${Q}', n: 2}"))
                .isEqualTo(
                        "{\"A\":{\"x\":1,\"m\":{\"Fn::Sub\":\"${Q}\"},\"n\":2,\"y\":{\"Ref\":\"Z\"}}}");
    }

    @Test
    void templatesWithoutItStayAsTheyAre() {
        assertThat(IncludeTransform.expanded("A: 1 # one", _ -> "")).isEqualTo("A: 1 # one");
    }

    @Test
    void filesThatIncludeThemselvesComeToAnEnd() {
        String endless = "{Fn::Transform: %s}".formatted(include("self"));

        assertThatThrownBy(() -> IncludeTransform.expanded(endless, _ -> endless))
                .hasMessageContaining("Transform AWS::Include failed with: more than 100 files");
    }

    @Test
    void rejectsALocationThatIsNoText() {
        assertThatThrownBy(
                        () ->
                                IncludeTransform.expanded(
                                        "A: {Fn::Transform: {Name: AWS::Include, Parameters:"
                                                + " {Location: !Ref B}}}",
                                        _ -> ""))
                .hasMessageContaining("must resolve to a string");
    }

    private static String include(String name) {
        return INCLUDE.formatted(name);
    }
}
