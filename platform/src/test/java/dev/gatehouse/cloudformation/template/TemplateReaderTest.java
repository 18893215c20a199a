package dev.gatehouse.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
@net.jqwik.api.Tag("unit")
class TemplateReaderTest {
    @Test
    void shortFormsReadAsTheirLongOnes() {
        assertThat(
                        TemplateReader.read(
                                        """
                                        A: !Ref Bucket
                                        B: !GetAtt Role.Arn
                                        C: !Sub "${A}-x"
                                        D: !Join ["-", [a, !Ref B]]
                                        E: !If [Big, 1, !Ref AWS::NoValue]
                                        F: !Condition Big
                                        """)
                                .toString())
                .isEqualTo(
                        """
                        {"A":{"Ref":"Bucket"},"B":{"Fn::GetAtt":["Role","Arn"]},"C":{"Fn::Sub":"${A}-x"},\
                        "D":{"Fn::Join":["-",["a",{"Ref":"B"}]]},"E":{"Fn::If":["Big",1,{"Ref":"AWS::NoValue"}]},\
                        "F":{"Condition":"Big"}}\
                        """);
    }

    @Test
    void aResourceAndItsAttributeMayHaveADotBetweenThem() {
        assertThat(TemplateReader.read("{\"A\": {\"Fn::GetAtt\": \"Role.Arn\"}}").toString())
                .isEqualTo("{\"A\":{\"Fn::GetAtt\":[\"Role\",\"Arn\"]}}");
    }

    @Test
    void anIntegerThatWouldTakeLongToReadIsAText() {
        String digits = "1".repeat(1_001);

        assertThat(TemplateReader.read("A: " + digits + "\nB: 12").toString())
                .isEqualTo("{\"A\":\"" + digits + "\",\"B\":12}");
    }

    @Test
    void aCustomResourceMayHaveAVersion() {
        assertThat(Template.parse("Resources: {A: {Type: 'Custom::A', Version: 1}}").resources())
                .containsOnlyKeys("A");
        assertThatThrownBy(
                        () ->
                                Template.parse(
                                        "Resources: {A: {Type: 'AWS::SQS::Queue', Version: 1}}"))
                .hasMessageContaining("'Version' of resource A");
    }

    @Test
    void aServerlessResourceMayHaveAttributesThatSamDoesNotKnow() {
        assertThat(
                        Template.parse(
                                        "Resources: {A: {Type: 'AWS::Serverless::Function',"
                                                + " ArcMetadata: {pragma: http}}}")
                                .resources())
                .containsKey("A");
    }

    @Test
    void jsonIsATemplateToo() {
        assertThat(
                        TemplateReader.read("{\"A\": {\"Ref\": \"B\"}, \"n\": 10, \"t\": true}")
                                .toString())
                .isEqualTo("{\"A\":{\"Ref\":\"B\"},\"n\":10,\"t\":true}");
    }

    @Test
    void aFormatVersionStaysText() {
        assertThat(TemplateReader.read("AWSTemplateFormatVersion: 2010-09-09").toString())
                .isEqualTo("{\"AWSTemplateFormatVersion\":\"2010-09-09\"}");
    }

    @Test
    void aPlaceThatIsNotYamlIsSaidByLineAndColumn() {
        assertRejected(
                "Resources:\n  A: {Type: x\n  B: y\n",
                "Template format error: YAML not well-formed. (line 3, column 4)");
        assertRejected(
                "Resources:\n\tA: 1\n",
                "Template format error: YAML not well-formed. (line 2, column 1)");
        assertRejected(
                "{\n  \"Resources\": {\n    \"A\": ]\n",
                "Template format error: JSON not well-formed. (line 3, column 10)");
    }

    @Test
    void whatIsNoTemplateIsRejectedInCloudFormationsWords() {
        assertRejected("a: [", "Template format error: YAML not well-formed.");
        assertRejected("- a", "Template format error: unsupported structure.");
        assertRejected("", "Template format error: the template is empty.");
    }

    @Test
    void nestingHasALimitHoweverLittleStackThereIs() {
        for (String text :
                new String[] {
                    "[".repeat(50_000),
                    "{a: ".repeat(10_000),
                    "A: " + "{\"Fn::Join\": [\",\", [".repeat(500),
                    "- ".repeat(10_000) + "x",
                    "A: " + "!Sub ".repeat(1) + "[".repeat(5_000)
                }) {
            assertRejected(text, "Template format error: too large or nested too deeply.");
        }
    }

    @Test
    void anAliasBombCostsAnError() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            bomb.append("a%d: &a%d [".formatted(level, level));
            bomb.append(("*a" + (level - 1) + ", ").repeat(9)).append("*a").append(level - 1);
            bomb.append("]\n");
        }
        assertThatThrownBy(() -> TemplateReader.readSource(bomb.toString()))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void aliasesAreForThoseWhoPackageTemplatesAndAreNotSent() {
        String text = "a: &one {b: c}\nd: *one\n";

        assertThat(TemplateReader.readSource(text).toString())
                .isEqualTo("{\"a\":{\"b\":\"c\"},\"d\":{\"b\":\"c\"}}");
        assertRejected(
                text, "Template error: YAML aliases are not allowed in CloudFormation templates");
    }

    @Property(tries = 300)
    void anyTextIsReadOrRejected(@ForAll String text) {
        try {
            TemplateReader.read(text);
        } catch (ServiceException rejection) {
            assertThat(rejection.code()).isEqualTo("ValidationError");
        }
    }

    private static void assertRejected(String text, String message) {
        assertThatThrownBy(() -> TemplateReader.read(text))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith(message);
    }
}
