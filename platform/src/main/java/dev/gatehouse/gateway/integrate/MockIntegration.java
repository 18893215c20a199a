package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.map.ResponseOverride;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.HeaderMapping;
import dev.gatehouse.gateway.plan.IntegrationResponse;
import dev.gatehouse.gateway.plan.PassthroughBehavior;
import dev.gatehouse.gateway.plan.RestIntegration;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** {@code MOCK}: a response from templates alone. */
public final class MockIntegration {
    private static final String JSON = "application/json";

    private MockIntegration() {}

    /**
     * Responds to a call.
     *
     * @throws Rejection when the request template yields no status or no response fits it
     */
    public static Response call(RestApiCall call, RestIntegration.Mock mock) {
        try {
            TemplateScope scope = new TemplateScope(call);
            int status = MockStatus.read(request(call, mock, scope));
            return respond(call, select(mock, status), scope);
        } catch (TemplateException faulty) {
            throw Rejection.misconfigured();
        }
    }

    private static String request(
            RestApiCall call, RestIntegration.Mock mock, TemplateScope scope) {
        MappingTemplate template =
                mock.requestTemplates()
                        .get(MediaTypes.essence(call.request().header("Content-Type")));
        if (template != null) {
            return scope.render(template);
        }
        boolean passes =
                mock.passthrough() == PassthroughBehavior.WHEN_NO_MATCH
                        || mock.passthrough() == PassthroughBehavior.WHEN_NO_TEMPLATES
                                && mock.requestTemplates().isEmpty();
        if (!passes) {
            throw Rejection.unsupportedMediaType();
        }
        return call.request().payload().toString();
    }

    private static IntegrationResponse select(RestIntegration.Mock mock, int status) {
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

    private static Response respond(
            RestApiCall call, IntegrationResponse response, TemplateScope scope) {
        MultiMap headers = HttpHeaders.headers();
        String accepted = MediaTypes.choose(response.templates(), call.request().header("Accept"));
        headers.set(HeaderNames.CONTENT_TYPE, accepted == null ? JSON : accepted);
        for (HeaderMapping mapping : response.headers()) {
            String value = mapping.value().valueFrom(scope.input());
            if (value != null) {
                MappedHeaders.set(headers, mapping.name(), value);
            }
        }
        MappingTemplate template = accepted == null ? null : response.templates().get(accepted);
        String body = template == null ? "" : scope.render(template);
        ResponseOverride override = scope.override();
        override.headers().forEach((name, value) -> MappedHeaders.set(headers, name, value));
        return new Response(
                override.status().orElse(response.statusCode()),
                headers,
                body.isEmpty() ? Body.NONE : Body.of(Buffer.buffer(body)));
    }
}
