package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an AutoPublishAlias becomes; the hashes are those of SAM's own translator (1.115.0). */
@Tag("unit")
final class PublishedAliasTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Key: {Type: String, Default: v1.zip}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: python3.12
                  CodeUri: {Bucket: code, Key: !Ref Key}
                  MemorySize: 256
                  Environment:
                    Variables: {NAME: "Gr\\u00fc\\u00dfe \\"x\\"\\n", Z: !Ref AWS::Region}
                  AutoPublishAlias: %s
                  %s
                  Events:
                    Rest: {Type: Api, Properties: {Path: /, Method: get}}
                    Http: {Type: HttpApi, Properties: {Path: /, Method: get}}
            Outputs:
              Alias: {Value: !Ref F.Alias}
              Version: {Value: !GetAtt F.Version.Version}
              Stage: {Value: !Ref ServerlessRestApi.Stage}
              Text: {Value: !Sub "${F.Alias} ${F.Version.Version} ${ServerlessHttpApi.Stage}"}
            """;

    private static Template expanded(String alias, String more, Map<String, String> parameters) {
        Problems problems = new Problems();
        Template expanded =
                SamTransform.apply(
                        Template.parse(TEMPLATE.formatted(alias, more)), parameters, problems);
        problems.throwAny();
        return expanded;
    }

    private static ResourceDeclaration resource(Template template, String id) {
        assertThat(template.resources()).containsKey(id);
        return Objects.requireNonNull(template.resources().get(id));
    }

    @Test
    void aVersionIsNamedByWhatItIsPublishedFor() {
        Template template = expanded("live", "VersionDescription: mine", Map.of());

        ResourceDeclaration version = resource(template, "FVersion94fb25b007");
        assertThat(version.type()).isEqualTo("AWS::Lambda::Version");
        assertThat(version.retention().onDelete()).isTrue();
        assertThat(version.properties().toString())
                .isEqualTo("{\"FunctionName\":{\"Ref\":\"F\"},\"Description\":\"mine\"}");
        ResourceDeclaration alias = resource(template, "FAliaslive");
        assertThat(alias.properties().toString())
                .isEqualTo(
                        "{\"Name\":\"live\",\"FunctionName\":{\"Ref\":\"F\"},"
                                + "\"FunctionVersion\":{\"Fn::GetAtt\":[\"FVersion94fb25b007\","
                                + "\"Version\"]}}");
    }

    @Test
    void anotherCodeIsAnotherVersion() {
        assertThat(expanded("live", "", Map.of("Key", "v2.zip")).resources())
                .containsKey("FVersion3134f97403");
    }

    @Test
    void aGivenHashOfTheCodeNamesTheVersionAndEndsTheDescription() {
        Template template = expanded("live", "AutoPublishCodeSha256: 0123456789abcdef", Map.of());

        assertThat(template.resources()).containsKey("FVersion0123456789");
        assertThat(resource(template, "F").properties().path("Description").asText())
                .isEqualTo("0123456789abcdef");
    }

    @Test
    void allPropertiesCountWhenTheFunctionSaysSo() {
        String all = "AutoPublishAliasAllProperties: true";

        assertThat(version(expanded("live", all + "\n      Timeout: 3", Map.of())))
                .isNotEqualTo(version(expanded("live", all + "\n      Timeout: 4", Map.of())));
        assertThat(version(expanded("live", "Timeout: 3", Map.of())))
                .isEqualTo(version(expanded("live", "Timeout: 4", Map.of())));
    }

    private static String version(Template template) {
        return template.resources().keySet().stream()
                .filter(id -> id.startsWith("FVersion"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eventsCallTheAlias() {
        Template template = expanded("live", "", Map.of());

        assertThat(resource(template, "FRestPermissionProd").properties().path("FunctionName"))
                .isEqualTo(Json.object().put("Ref", "FAliaslive"));
        assertThat(resource(template, "FHttpPermission").properties().path("FunctionName"))
                .isEqualTo(Json.object().put("Ref", "FAliaslive"));
        assertThat(template.resources().values().stream().map(each -> each.properties().toString()))
                .anyMatch(text -> text.contains("functions/${FAliaslive}/invocations"));
    }

    @Test
    void referencesToWhatIsMadeAreResolved() {
        assertThat(expanded("live", "", Map.of()).section("Outputs").toString())
                .isEqualTo(
                        "{\"Alias\":{\"Value\":{\"Ref\":\"FAliaslive\"}},"
                                + "\"Version\":{\"Value\":{\"Fn::GetAtt\":[\"FVersion94fb25b007\","
                                + "\"Version\"]}},"
                                + "\"Stage\":{\"Value\":{\"Ref\":\"ServerlessRestApiProdStage\"}},"
                                + "\"Text\":{\"Value\":{\"Fn::Sub\":\"${FAliaslive}"
                                + " ${FVersion94fb25b007.Version}"
                                + " ${ServerlessHttpApiApiGatewayDefaultStage}\"}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'a b' | must contain only alphanumeric characters",
                "'12' | must contain only alphanumeric characters",
                "!GetAtt X.Y | 'AutoPublishAlias' must be a string or a Ref to a template"
                        + " parameter",
            })
    void anAliasThatCannotBeIsRejectedInSamsWords(String alias, String message) {
        assertThatThrownBy(() -> expanded(alias, "", Map.of()))
                .hasMessageContaining("Resource with id [F] is invalid.")
                .hasMessageContaining(message);
    }

    @Test
    void provisionedConcurrencyGoesToTheAlias() {
        String config = "ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}";
        Template template = expanded("live", config, Map.of());
        assertThat(resource(template, "FAliaslive").properties().toString())
                .contains("{\"ProvisionedConcurrentExecutions\":2}");
        String plain = TEMPLATE.replace("AutoPublishAlias: %s", "Timeout: 3").formatted(config);
        Problems problems = new Problems();
        assertThatThrownBy(
                        () -> {
                            SamTransform.apply(Template.parse(plain), Map.of(), problems);
                            problems.throwAny();
                        })
                .hasMessageContaining(
                        "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined");
    }
}
