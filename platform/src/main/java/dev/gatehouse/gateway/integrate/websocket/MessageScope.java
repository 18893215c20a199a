package dev.gatehouse.gateway.integrate.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.plan.websocket.MessageResponse;
import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is made of one message on its way to a backend, and of the response on its way back
 * ("Setting up data transformations for WebSocket APIs").
 */
final class MessageScope {
    private static final String BODY = "request.body.";
    private static final String STATUS = "integration.response.statuscode";
    private static final String HEADER = "integration.response.header.";
    private static final String HEADERS = "integration.response.multivalueheader.";

    /** Templates of this key serve whatever no expression selects, as those of REST APIs do. */
    private static final String JSON = "application/json";

    private final WebSocketCall call;
    private final MappingInput input;

    MessageScope(WebSocketCall call) {
        this.call = call;
        this.input = call.input();
    }

    /**
     * The backend's request.
     *
     * @throws Rejection when no template is for the message
     * @throws dev.gatehouse.gateway.map.TemplateException when its template is faulty
     */
    BackendInput request(MessageMapping mapping) {
        return parameters(mapping.parameters(), body(mapping));
    }

    /** The message as a template makes it. */
    Buffer body(MessageMapping mapping) {
        MappingTemplate template =
                template(mapping.templates(), mapping.selection(), this::ofRequest);
        if (template != null) {
            return Buffer.buffer(template.render(input));
        }
        boolean passes =
                mapping.passthrough() == PassthroughBehavior.WHEN_NO_MATCH
                        || mapping.passthrough() == PassthroughBehavior.WHEN_NO_TEMPLATES
                                && mapping.templates().isEmpty();
        if (!passes) {
            throw Rejection.unsupportedMediaType();
        }
        return converted(call.payload(), mapping.contentHandling());
    }

    /** The mapped parameters, with a body. */
    BackendInput parameters(List<RequestParameter> parameters, Buffer body) {
        MultiMap headers = HttpHeaders.headers();
        List<Map.Entry<String, String>> query = new ArrayList<>();
        Map<String, String> path = new HashMap<>();
        for (RequestParameter parameter : parameters) {
            String name = parameter.name();
            for (String value : parameter.value().valuesFrom(input)) {
                switch (parameter.location()) {
                    case PATH -> path.put(name, value);
                    case HEADER -> MappedHeaders.add(headers, name, value);
                    case QUERYSTRING -> query.add(Map.entry(name, value));
                }
            }
        }
        return new BackendInput(headers, query, path, body);
    }

    /**
     * What goes to the client.
     *
     * @throws Rejection when no integration response fits
     * @throws dev.gatehouse.gateway.map.TemplateException when its template is faulty
     */
    Buffer response(MessageMapping mapping, BackendOutput output) {
        MessageResponse selected = select(mapping, output.selector());
        MappingTemplate template =
                template(
                        selected.templates(),
                        selected.selection(),
                        name -> ofResponse(name, output));
        return template == null
                ? converted(output.body(), selected.contentHandling())
                : Buffer.buffer(
                        template.render(
                                input.responded(output.headers(), new JsonBody(output.body()))));
    }

    private static MessageResponse select(MessageMapping mapping, String selector) {
        MessageResponse fallback = null;
        for (MessageResponse response : mapping.responses()) {
            if (response.pattern() == null) {
                fallback = response;
            } else if (response.pattern().matches(selector)) {
                return response;
            }
        }
        if (fallback == null) {
            throw Rejection.misconfigured();
        }
        return fallback;
    }

    /** Finds the value of a variable. */
    @FunctionalInterface
    private interface Values {
        @Nullable String of(String name);
    }

    private static @Nullable MappingTemplate template(
            Map<String, MappingTemplate> templates,
            @Nullable SelectionExpression selection,
            Values values) {
        String key =
                selection == null
                        ? MessageMapping.DEFAULT
                        : selection.evaluate(values::of).orElse(MessageMapping.DEFAULT);
        MappingTemplate own = templates.get(key);
        if (own != null) {
            return own;
        }
        MappingTemplate usual = templates.get(MessageMapping.DEFAULT);
        return usual == null ? templates.get(JSON) : usual;
    }

    private @Nullable String ofRequest(String name) {
        return name.startsWith(BODY)
                ? input.body().key("$." + name.substring(BODY.length()))
                : null;
    }

    private @Nullable String ofResponse(String name, BackendOutput output) {
        if (name.equals(STATUS)) {
            return output.selector();
        }
        if (name.startsWith(HEADER)) {
            return output.headers().get(name.substring(HEADER.length()));
        }
        return name.startsWith(HEADERS)
                ? String.join(",", output.headers().getAll(name.substring(HEADERS.length())))
                : ofRequest(name);
    }

    private static Buffer converted(Buffer body, @Nullable ContentHandling handling) {
        return switch (handling) {
            case null -> body;
            case CONVERT_TO_TEXT -> Buffer.buffer(Base64.getEncoder().encode(body.getBytes()));
            case CONVERT_TO_BINARY -> decoded(body);
        };
    }

    private static Buffer decoded(Buffer body) {
        try {
            return Buffer.buffer(Base64.getDecoder().decode(body.toString().strip()));
        } catch (IllegalArgumentException notBase64) {
            throw Rejection.misconfigured();
        }
    }
}
