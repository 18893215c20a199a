package dev.gatehouse.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ParametersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Type':'String','AllowedValues':['a','b'] | c | must be one of AllowedValues",
                "'Type':'String','AllowedPattern':'[a-z]+' | C | must match pattern [a-z]+",
                "'Type':'String','MinLength':2 | a | must contain at least 2 characters",
                "'Type':'String','MaxLength':2 | abc | must contain at most 2 characters",
                "'Type':'Number','MinValue':2 | 1 | must be a number not less than 2",
                "'Type':'Number','MaxValue':2 | 3 | must be a number not greater than 2",
                "'Type':'Number' | many | must be a number.",
                "'Type':'List<Number>' | 1,many | must be a number.",
                "'Type':'CommaDelimitedList','AllowedValues':['a'] | a,b | must be one of"
                        + " AllowedValues",
                "'Type':'Number','MaxValue':2,'ConstraintDescription':'so few.' | 3 | failed to"
                        + " satisfy constraint: so few.",
            })
    void aValueOutsideItsBoundsIsRejectedInAwsWordsOrTheAuthors(
            String declaration, String value, String problem) {
        assertThatThrownBy(() -> resolved(declaration, value))
                .hasMessage("Parameter 'P' " + problem);
    }

    @Test
    void aListHasAllowedValuesOnly() throws JsonProcessingException {
        assertThat(resolved("'Type':'CommaDelimitedList','AllowedValues':['a','b']", "b, a"))
                .hasToString("[\"b\",\"a\"]");
    }

    private static JsonNode resolved(String declaration, String value)
            throws JsonProcessingException {
        String section = "{'P': {" + declaration + "}}";
        ObjectNode declared = (ObjectNode) JSON.readTree(section.replace('\'', '"'));
        return Parameters.resolve(declared, Map.of("P", value), Map.of()).get("P");
    }
}
