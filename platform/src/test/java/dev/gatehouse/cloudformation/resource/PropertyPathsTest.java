package dev.gatehouse.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class PropertyPathsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PropertyPaths PATHS =
            new PropertyPaths(Set.of("Name", "Rules.Status", "Env.Variables.*"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Name\": \"n\", \"Rules\": [{\"Status\": 1}]} | ``",
                "{\"Env\": {\"Variables\": {\"ANY\": {\"Fn::Sub\": \"x\"}}}} | ``",
                "{\"Name\": {\"Ref\": \"P\"}} | ``",
                "{\"Nmae\": \"n\"} | Nmae",
                "{\"Name\": {\"First\": \"n\"}} | Name.First",
                "{\"Rules\": [{\"Status\": 1}, {\"Stutas\": 1}]} | Rules.Stutas",
                "{\"Rules\": {\"Fn::If\": [\"c\", {\"Ref\": \"AWS::NoValue\"}, [{\"A\": 1}]]}} |"
                        + " Rules.A",
                "{\"Env\": {\"Files\": {}}} | Env.Files",
            })
    void namesWhatIsNotUnderstoodWhereverItStands(String declared, String unknown)
            throws JsonProcessingException {
        assertThat(String.join(",", PATHS.unknown((ObjectNode) JSON.readTree(declared))))
                .isEqualTo(unknown);
    }
}
