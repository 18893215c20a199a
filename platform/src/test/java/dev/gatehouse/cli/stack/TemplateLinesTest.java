package dev.gatehouse.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong with a template is told with the line that it is about. */
@Tag("unit")
class TemplateLinesTest {
    private static final String TEMPLATE =
            """
            Globals:
              Api: {Nonsense: 1}
            Resources:
              One:
                Type: AWS::S3::Bucket
              "Two": {Type: AWS::Serverless::Function}
            """;

    @Test
    void eachMessageHasTheLineOfTheFirstPlaceThatItNames() {
        String said =
                """
                Resource One (AWS::S3::Bucket): the property X is not supported
                Resource with id [Two] is invalid. Missing required property 'Handler'.
                'Globals' section is invalid.
                Resource Made (AWS::S3::Bucket): the property X is not supported\
                """;

        assertThat(new TemplateLines(Path.of("app/template.yaml"), TEMPLATE).in(said))
                .isEqualTo(
                        """
                        Resource One (AWS::S3::Bucket): the property X is not supported (template.yaml:4)
                        Resource with id [Two] is invalid. Missing required property 'Handler'. (template.yaml:6)
                        'Globals' section is invalid. (template.yaml:1)
                        Resource Made (AWS::S3::Bucket): the property X is not supported\
                        """);
    }
}
