package dev.gatehouse.gateway.transform;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.RequestOverride;
import dev.gatehouse.gateway.map.ResponseOverride;
import dev.gatehouse.gateway.map.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of one call share: the response's template reads, and responds with, what the
 * request's has set in {@code $context}. Most calls need none of it, so it is made when asked for.
 */
public final class TemplateScope {
    private final RestApiCall call;
    private @Nullable MappingInput input;
    private @Nullable BackendOutput output;

    public TemplateScope(RestApiCall call) {
        this.call = call;
    }

    RestApiCall call() {
        return call;
    }

    /** The call as it is now: with the client's body, or the backend's once it responded. */
    MappingInput input() {
        MappingInput known = input;
        if (known == null) {
            known = CallContext.of(call);
            input = output == null ? known : responded(known, output);
        }
        return input == null ? known : input;
    }

    /** From here on the body is that of the backend. */
    void responded(BackendOutput backend) {
        output = backend;
        input = input == null ? null : responded(input, backend);
    }

    private static MappingInput responded(MappingInput known, BackendOutput backend) {
        return known.responded(backend.headers(), new JsonBody(backend.body()));
    }

    /**
     * @param converted the body in place of the one that came; null for that
     */
    String render(MappingTemplate template, @Nullable String converted) {
        if (template.literal()) {
            return template.source();
        }
        MappingInput whole = input();
        try {
            return template.render(converted == null ? whole : whole.with(new JsonBody(converted)));
        } catch (TemplateException faulty) {
            call.failed(
                    "Execution failed due to configuration error: Unable to transform %s: %s"
                            .formatted(
                                    output == null ? "request" : "response", faulty.getMessage()));
            throw faulty;
        }
    }

    /** What the request's template wants of the request. */
    RequestOverride requestOverride() {
        return input == null ? RequestOverride.NONE : RequestOverride.of(input.context());
    }

    /** What the templates so far want of the response. */
    ResponseOverride override() {
        return input == null ? ResponseOverride.NONE : ResponseOverride.of(input.context());
    }
}
