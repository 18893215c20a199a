package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Templates come to what SAM's own translator (aws-sam-translator 1.115.0) makes of them, hashes in
 * logical ids included. Each file under resources/sam holds a template, a dashed line, and what the
 * translator made of it; {@code conformance/sam/golden} compares hundreds more.
 */
@Tag("unit")
class SamGoldenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES = Path.of("src/test/resources/sam");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conditions",
                "connectors",
                "domains",
                "events",
                "function",
                "globals-and-policies",
                "http-api",
                "http-auth",
                "rest-api",
                "rest-auth",
                "rest-definition-body",
                "state-machine",
                "web-socket"
            })
    void expandsAsSamsTranslatorDoes(String name) throws IOException {
        String[] pair = Files.readString(FILES.resolve(name + ".txt")).split("\n-{20,}\n", 2);

        Problems problems = new Problems();
        ObjectNode made = expand(pair[0], problems);

        assertThat(problems.joined("\n")).isEmpty();
        ObjectNode expected = (ObjectNode) JSON.readTree(pair[1]);
        made.retain("Resources", "Conditions", "Outputs");
        assertThat(JSON.readTree(made.toString())).isEqualTo(expected);
    }

    static Stream<Arguments> rejected() throws IOException {
        List<Arguments> all = new ArrayList<>();
        String template = "";
        for (String line : Files.readAllLines(FILES.resolve("rejected.txt"))) {
            if (line.startsWith("    ")) {
                all.add(Arguments.of(template, line.strip()));
                template = "";
            } else if (!line.startsWith("#")) {
                template += line + "\n";
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void rejectsInSamsWords(String template, String message) {
        Problems problems = new Problems();
        expand("Transform: AWS::Serverless-2016-10-31\n" + template, problems);

        assertThat(problems.joined(" ")).isEqualTo(message);
    }

    private static ObjectNode expand(String template, Problems problems) {
        return SamTransform.expand(
                TemplateReader.read(template), Map.of("AWS::Region", "us-east-1"), problems);
    }
}
