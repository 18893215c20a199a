package dev.gatehouse.events.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events patterns match. */
@Tag("unit")
final class EventPatternTest {
    private static JsonNode event() throws Exception {
        return new ObjectMapper()
                .readTree(
                        """
                        {"source": "shop", "detail-type": "order", "resources": ["a", "b"],
                         "detail": {"state": "Paid", "total": 12.50, "ip": "10.1.2.3",
                          "note": null, "items": [{"sku": "x1"}, {"sku": "y2"}], "none": []}}
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'source': ['shop']}",
                "{'source': ['other', 'shop'], 'detail-type': ['order']}",
                "{'resources': ['b']}",
                "{'detail': {'state': [{'prefix': 'Pa'}]}}",
                "{'detail': {'state': [{'prefix': {'equals-ignore-case': 'pA'}}]}}",
                "{'detail': {'state': [{'suffix': 'id'}]}}",
                "{'detail': {'state': [{'equals-ignore-case': 'PAID'}]}}",
                "{'detail': {'state': [{'wildcard': 'P*i*'}]}}",
                "{'detail': {'state': [{'anything-but': ['Open', 'Lost']}]}}",
                "{'detail': {'state': [{'anything-but': {'prefix': 'Op'}}]}}",
                "{'detail': {'total': [12.5]}}",
                "{'detail': {'total': [{'numeric': ['>', 10, '<=', 12.5]}]}}",
                "{'detail': {'ip': [{'cidr': '10.0.0.0/8'}]}}",
                "{'detail': {'note': [null]}}",
                "{'detail': {'note': [{'exists': true}]}}",
                "{'detail': {'gone': [{'exists': false}]}}",
                "{'detail': {'none': [{'exists': false}]}}",
                "{'detail': {'items': {'sku': ['y2']}}}",
                "{'$or': [{'source': ['other']}, {'detail': {'total': [12.5]}}]}"
            })
    void matches(String pattern) throws Exception {
        assertThat(EventPattern.parse(pattern.replace('\'', '"')).matches(event())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'source': ['Shop']}",
                "{'source': ['shop'], 'detail-type': ['invoice']}",
                "{'detail': {'state': [{'wildcard': 'P*x*'}]}}",
                "{'detail': {'state': [{'anything-but': 'Paid'}]}}",
                "{'detail': {'gone': [{'anything-but': 'Paid'}]}}",
                "{'detail': {'total': ['12.5']}}",
                "{'detail': {'total': [{'numeric': ['<', 10]}]}}",
                "{'detail': {'ip': [{'cidr': '11.0.0.0/8'}]}}",
                "{'detail': {'gone': [{'exists': true}]}}",
                "{'detail': {'items': {'sku': ['z3']}}}",
                "{'$or': [{'source': ['other']}, {'source': ['another']}]}"
            })
    void matchesNot(String pattern) throws Exception {
        assertThat(EventPattern.parse(pattern.replace('\'', '"')).matches(event())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{'source': 'shop'}",
                "{'source': []}",
                "{'source': [['shop']]}",
                "{'source': [{'sounds-like': 'shop'}]}",
                "{'source': [{'prefix': 's', 'suffix': 'p'}]}",
                "{'source': [{'numeric': ['about', 3]}]}",
                "{'source': [{'exists': 'yes'}]}",
                "{'source': [{'cidr': 'nonsense'}]}",
                "{'source': [{'wildcard': 'a**b'}]}",
                "{'source': [{'prefix': {'equals-ignore-case': 1}}]}",
                "{'source': [{'anything-but': {}}]}",
                "{'source': [{'anything-but': []}]}",
                "{'source': [{'anything-but': null}]}",
                "{'source': [{'anything-but': {'sounds-like': 'shop'}}]}",
                "{'source': [{'anything-but': {'prefix': [1]}}]}",
                "{'source': ['shop']} {}",
                "{'detail': {}}",
                "{'$or': ['a']}"
            })
    void rejects(String pattern) {
        assertThatThrownBy(() -> EventPattern.parse(pattern.replace('\'', '"')))
                .isInstanceOf(InvalidPatternException.class);
    }

    @Test
    void numbersStayWhatTheyAreHoweverLarge() throws Exception {
        JsonNode large = EventJson.read("{\"n\": 1e400, \"price\": 12.50}");
        assertThat(large.toString()).isEqualTo("{\"n\":1E+400,\"price\":12.50}");
        assertThat(EventPattern.parse("{\"n\": [{\"numeric\": [\">\", 10]}]}").matches(large))
                .isTrue();
        assertThat(EventPattern.parse("{\"n\": [3]}").matches(large)).isFalse();
    }

    @Test
    void anAsteriskBehindABackslashStandsForItself() throws Exception {
        EventPattern pattern = EventPattern.parse("{\"s\": [{\"wildcard\": \"a\\\\*b*\"}]}");
        assertThat(pattern.matches(EventJson.read("{\"s\": \"a*bc\"}"))).isTrue();
        assertThat(pattern.matches(EventJson.read("{\"s\": \"axbc\"}"))).isFalse();
    }
}
