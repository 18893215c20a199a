package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.HeaderMapping;
import dev.gatehouse.gateway.plan.IntegrationResponse;
import dev.gatehouse.gateway.plan.PassthroughBehavior;
import dev.gatehouse.gateway.plan.RestIntegration;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code MOCK}: answers from templates alone. */
public final class MockIntegration {
    private static final String JSON = "application/json";
    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;

    private MockIntegration() {}

    /**
     * Answers a call.
     *
     * @throws Rejection when the request template yields no status or no response fits it
     */
    public static Response answer(RestApiCall call, RestIntegration.Mock mock) {
        try {
            int status = MockStatus.read(request(call, mock));
            return answer(call, response(mock, status));
        } catch (TemplateException faulty) {
            throw Rejection.misconfigured();
        }
    }

    private static String request(RestApiCall call, RestIntegration.Mock mock) {
        MappingTemplate template =
                mock.requestTemplates()
                        .get(MediaTypes.essence(call.request().header("Content-Type")));
        if (template != null) {
            return template.literal()
                    ? template.source()
                    : template.render(CallContext.of(call)).text();
        }
        boolean passes =
                mock.passthrough() == PassthroughBehavior.WHEN_NO_MATCH
                        || mock.passthrough() == PassthroughBehavior.WHEN_NO_TEMPLATES
                                && mock.requestTemplates().isEmpty();
        if (!passes) {
            throw Rejection.unsupportedMediaType();
        }
        return call.request().body().toString();
    }

    private static IntegrationResponse response(RestIntegration.Mock mock, int status) {
        String text = Integer.toString(status);
        IntegrationResponse fallback = null;
        for (IntegrationResponse response : mock.responses()) {
            if (response.selectionPattern() == null) {
                fallback = fallback == null ? response : fallback;
            } else if (response.selectionPattern().matcher(text).matches()) {
                return response;
            }
        }
        if (fallback == null) {
            throw Rejection.misconfigured();
        }
        return fallback;
    }

    private static Response answer(RestApiCall call, IntegrationResponse response) {
        MultiMap headers = HttpHeaders.headers();
        String accepted = MediaTypes.choose(response.templates(), call.request().header("Accept"));
        headers.set(HttpHeaders.CONTENT_TYPE, accepted == null ? JSON : accepted);
        MappingTemplate template = accepted == null ? null : response.templates().get(accepted);
        if (response.headers().isEmpty() && (template == null || template.literal())) {
            return new Response(
                    response.statusCode(),
                    headers,
                    text(template == null ? "" : template.source()));
        }
        MappingInput input = CallContext.of(call);
        for (HeaderMapping mapping : response.headers()) {
            String value = mapping.value().valueFrom(input);
            if (value != null) {
                headers.set(mapping.name(), value);
            }
        }
        return rendered(response, headers, template == null ? null : template.render(input));
    }

    private static Response rendered(
            IntegrationResponse response,
            MultiMap headers,
            MappingTemplate.@Nullable Rendered rendered) {
        if (rendered == null) {
            return new Response(response.statusCode(), headers, Buffer.buffer());
        }
        for (Map.Entry<String, Object> header : rendered.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue().toString());
        }
        return new Response(status(response, rendered.status()), headers, text(rendered.text()));
    }

    private static int status(IntegrationResponse response, @Nullable Object override) {
        return override instanceof Integer status && status >= MIN_STATUS && status <= MAX_STATUS
                ? status
                : response.statusCode();
    }

    private static Buffer text(String text) {
        return text.isEmpty() ? Buffer.buffer() : Buffer.buffer(text);
    }
}
