package dev.gatehouse.logs.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ERROR                        | an ERROR here           | true
                    ERROR                        | an error here           | false
                    ERROR 42                     | 42 times ERROR          | true
                    ERROR 42                     | ERROR                   | false
                    "two words"                  | the two words           | true
                    "two words"                  | words two               | false
                    "say \\"x\\""                | they say "x" there      | true
                    ?ERROR ?WARN                 | a WARN                  | true
                    ?ERROR ?WARN                 | an INFO                 | false
                    ERROR -timeout               | ERROR timeout           | false
                    ERROR -timeout               | ERROR other             | true
                    -"START RequestId"           | START RequestId: 1      | false
                    %E[0-9]+%                    | code E42                | true
                    %E[0-9]+%                    | code E                  | false
                    { $.a = 1 }                  | {"a": 1}                | true
                    { $.a = 1 }                  | {"a": 1.0}              | true
                    { $.a = 1 }                  | {"a": "1"}              | true
                    { $.a = 1 }                  | {"b": 1}                | false
                    { $.a = 1 }                  | a = 1                   | false
                    { $.a = 1 }                  | {"a": 1                 | false
                    { $.level = "ERR*" }         | {"level": "ERROR"}      | true
                    { $.level = ERR* }           | {"level": "ERROR"}      | true
                    { $.level != "ERROR" }       | {"level": "INFO"}       | true
                    { $.a.b[1].c > 2.5 }         | {"a":{"b":[0,{"c":3}]}} | true
                    { $.a > 2 }                  | {"a": "3"}              | false
                    { $.a >= 2 && $.b < 1 }      | {"a": 2, "b": 0}        | true
                    { $.a >= 2 && $.b < 1 }      | {"a": 2, "b": 1}        | false
                    `{ $.a=1 || $.a=2 && $.b=3 }`| {"a": 1}                | true
                    `{ ($.a=1 || $.a=2) && $.b=3 }`| {"a": 1}                | false
                    { $.a IS NULL }              | {"a": null}             | true
                    { $.a IS NULL }              | {}                      | false
                    { $.a NOT EXISTS }           | {}                      | true
                    { $.a IS TRUE }              | {"a": true}             | true
                    { $.a IS FALSE }             | {"a": true}             | false
                    { $.['a-b'].c = "x" }        | {"a-b": {"c": "x"}}     | true
                    [a, b]                       | one two                 | true
                    [a, b]                       | one two three           | false
                    [a, b]                       | one "two three"         | true
                    [ip, ..., status = 4*]       | 1.1.1.1 x y z 404       | true
                    [ip, ..., status = 4*]       | 1.1.1.1 x y z 200       | false
                    [..., size > 1000]           | [10/Oct/2000:13] x 1001 | true
                    [..., size > 1000]           | x 999                   | false
                    `[a = ERROR || a = WARN, ...]` | WARN something          | true
                    `[a != INFO && a != %D.*%]`  | DEBUG                   | false
                    { $.a = %^E\\d$% }           | {"a": "E1"}             | true
                    """)
    void decidesAsCloudWatchDoes(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).test(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"open",
                "%[%",
                "{ $.a }",
                "{ a = 1 }",
                "{ $.a = 1",
                "{ ($.a = 1 }",
                "{ $.a < x }",
                "?",
                "{ $.a = 1 } }",
                "[a, b",
                "[a < x]",
                "[..., a, ...]",
                "[a = ]",
                "{}"
            })
    void rejectsWhatIsNotAPattern(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.code()).isEqualTo("InvalidParameterException"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ (", "[(", "{ $.a[", "[a = ("})
    void nestingHasALimit(String opening) {
        rejectsWhatIsNotAPattern(opening.charAt(0) + opening.substring(1).repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void anEmptyPatternMatchesEverything(String pattern) {
        assertThat(FilterPattern.parse(pattern).test("anything")).isTrue();
    }
}
