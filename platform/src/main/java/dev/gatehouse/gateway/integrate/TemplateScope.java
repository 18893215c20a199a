package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.ResponseOverride;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of one call share: the response's template reads, and responds with, what the
 * request's has set in {@code $context}. Most calls need none of it, so it is made when asked for.
 */
final class TemplateScope {
    private final RestApiCall call;
    private @Nullable MappingInput input;

    TemplateScope(RestApiCall call) {
        this.call = call;
    }

    MappingInput input() {
        if (input == null) {
            input = CallContext.of(call);
        }
        return input;
    }

    String render(MappingTemplate template) {
        return template.literal() ? template.source() : template.render(input());
    }

    /** What the templates so far want of the response. */
    ResponseOverride override() {
        return input == null ? ResponseOverride.NONE : ResponseOverride.of(input.context());
    }
}
