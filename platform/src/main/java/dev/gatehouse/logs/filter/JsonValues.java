package dev.gatehouse.logs.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the right side of {@code =} stands for: a number, a text with wildcards, an expression. */
final class JsonValues {
    private JsonValues() {}

    static Predicate<JsonNode> matching(String operand) {
        if (operand.startsWith("%")) {
            Predicate<String> regex = TermPattern.regex(operand.substring(1, operand.length() - 1));
            return node -> node.isTextual() && regex.test(node.textValue());
        }
        boolean quoted = operand.startsWith("\"");
        Optional<Double> number = quoted ? Optional.empty() : number(operand);
        Pattern text = TextValues.wildcards(operand);
        return node -> {
            if (node.isNumber() && number.isPresent()) {
                return node.doubleValue() == number.get();
            }
            return node.isValueNode() && !node.isNull() && text.matcher(node.asText()).matches();
        };
    }

    static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
