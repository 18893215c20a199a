package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rejects, by name, what AWS can be told of a function and this node cannot do yet. Clients also
 * send these members empty, which asks for nothing.
 */
final class UnsupportedProperties {
    private static final List<String> MEMBERS = List.of("CapacityProviderConfig", "PublishTo");

    private UnsupportedProperties() {}

    static void reject(View input) {
        for (String member : MEMBERS) {
            if (asks(input.data().value(member))) {
                throw LambdaErrors.unsupported("The property " + member);
            }
        }
    }

    private static boolean asks(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case String text -> !text.isEmpty();
            case List<?> list -> list.stream().anyMatch(UnsupportedProperties::asks);
            case Map<?, ?> map -> map.values().stream().anyMatch(UnsupportedProperties::asks);
            case Structure structure -> asksInside(structure);
            case Boolean flag -> flag;
            default -> true;
        };
    }

    private static boolean asksInside(Structure structure) {
        for (int member = 0; member < structure.shape().members().size(); member++) {
            if (asks(structure.value(member))) {
                return true;
            }
        }
        return false;
    }
}
