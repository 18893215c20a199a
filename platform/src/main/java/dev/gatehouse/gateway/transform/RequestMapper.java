package dev.gatehouse.gateway.transform;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.map.RequestOverride;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a backend's request of a client's ("Mapping template transformations for REST APIs"). */
public final class RequestMapper {
    private RequestMapper() {}

    /**
     * The mapped request; what its template overrides takes the place of mapped parameters.
     *
     * @throws Rejection when no template covers the body
     * @throws dev.gatehouse.gateway.map.TemplateException when the template is faulty
     */
    public static BackendInput map(Mapping mapping, TemplateScope scope) {
        Buffer body = body(mapping, scope);
        MultiMap headers = HttpHeaders.headers();
        List<Map.Entry<String, String>> query = new ArrayList<>();
        Map<String, String> path = new HashMap<>();
        RequestOverride override = scope.requestOverride();
        for (RequestParameter parameter : mapping.parameters()) {
            MappingInput input = scope.input();
            String name = parameter.name();
            for (String value : parameter.value().valuesFrom(input)) {
                switch (parameter.location()) {
                    case PATH -> path.put(name, value);
                    case HEADER -> MappedHeaders.add(headers, name, value);
                    case QUERYSTRING -> query.add(Map.entry(name, value));
                }
            }
        }
        override.headers().forEach((name, values) -> replace(headers, name, values));
        override.query()
                .forEach(
                        (name, values) -> {
                            query.removeIf(present -> present.getKey().equals(name));
                            values.forEach(value -> query.add(Map.entry(name, value)));
                        });
        override.path().forEach((name, values) -> path.put(name, String.join(",", values)));
        return new BackendInput(headers, query, path, body);
    }

    private static void replace(MultiMap headers, String name, List<String> values) {
        headers.remove(name);
        values.forEach(value -> MappedHeaders.add(headers, name, value));
    }

    /** The body alone, for who sends no request. */
    public static Buffer body(Mapping mapping, TemplateScope scope) {
        RestApiCall call = scope.call();
        String type = call.request().header("Content-Type");
        MappingTemplate template = template(mapping, MediaTypes.essence(type));
        ContentConversion.Content content = converted(call, mapping.contentHandling());
        if (template == null) {
            if (!passes(mapping)) {
                throw Rejection.unsupportedMediaType();
            }
            return content.bytes();
        }
        return Buffer.buffer(scope.render(template, content.forTemplate()));
    }

    /**
     * The body of a request that is not mapped.
     *
     * @throws Rejection when it cannot be converted
     */
    public static Buffer payload(RestApiCall call, @Nullable ContentHandling handling) {
        return converted(call, handling).bytes();
    }

    private static ContentConversion.Content converted(
            RestApiCall call, @Nullable ContentHandling handling) {
        return ContentConversion.request(
                call.request().payload(),
                call.stage()
                        .deployment()
                        .binaryMediaTypes()
                        .matches(call.request().header("Content-Type")),
                handling);
    }

    private static @Nullable MappingTemplate template(Mapping mapping, String type) {
        MappingTemplate own = mapping.requestTemplates().get(type);
        return own == null ? mapping.requestTemplates().get(Mapping.DEFAULT_TEMPLATE) : own;
    }

    private static boolean passes(Mapping mapping) {
        return mapping.passthrough() == PassthroughBehavior.WHEN_NO_MATCH
                || mapping.passthrough() == PassthroughBehavior.WHEN_NO_TEMPLATES
                        && mapping.requestTemplates().isEmpty();
    }
}
