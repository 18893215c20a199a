package dev.gatehouse.gateway.plan.schema;

import dev.gatehouse.gateway.map.MediaTypes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a method's validator asks of requests.
 *
 * @param required parameters that must be there, in the order in which rejections list them
 * @param bodies what bodies must be, by content type; others are not looked at
 */
public record RequestRules(List<RequiredParameter> required, Map<String, BodySchema> bodies) {
    public static final RequestRules NONE = new RequestRules(List.of(), Map.of());

    public RequestRules {
        required = List.copyOf(required);
        bodies = Map.copyOf(bodies);
    }

    /** The schema for a body; null when nothing is asked of it. */
    public @Nullable BodySchema schema(@Nullable String contentType) {
        return bodies.isEmpty() ? null : bodies.get(MediaTypes.essence(contentType));
    }
}
