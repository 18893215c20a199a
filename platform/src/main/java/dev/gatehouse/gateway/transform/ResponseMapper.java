package dev.gatehouse.gateway.transform;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.map.ResponseOverride;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.plan.integration.IntegrationResponse;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Makes the client's response of what a backend responded. */
public final class ResponseMapper {
    private static final String JSON = "application/json";

    private ResponseMapper() {}

    /**
     * The response by the integration response that the backend's selects.
     *
     * @throws Rejection when none fits
     * @throws dev.gatehouse.gateway.map.TemplateException when its template is faulty
     */
    public static Response map(Mapping mapping, BackendOutput output, TemplateScope scope) {
        IntegrationResponse selected = select(mapping, output.selector(), scope.call());
        scope.responded(output);
        RestApiCall call = scope.call();
        String accept = call.request().header("Accept");
        String type = MediaTypes.choose(selected.templates(), accept);
        MultiMap headers = HttpHeaders.headers();
        headers.set(HeaderNames.CONTENT_TYPE, type == null ? JSON : type);
        for (HeaderMapping header : selected.headers()) {
            boolean first = true;
            for (String value : header.value().valuesFrom(scope.input())) {
                if (first) {
                    MappedHeaders.set(headers, header.name(), value);
                } else {
                    MappedHeaders.add(headers, header.name(), value);
                }
                first = false;
            }
        }
        Buffer body =
                body(selected, type == null ? null : selected.templates().get(type), output, scope);
        ResponseOverride override = scope.override();
        override.headers().forEach((name, value) -> MappedHeaders.set(headers, name, value));
        return new Response(
                override.status().orElse(selected.statusCode()), headers, Body.of(body));
    }

    private static IntegrationResponse select(Mapping mapping, String selector, RestApiCall call) {
        IntegrationResponse fallback = null;
        for (IntegrationResponse response : mapping.responses()) {
            if (response.selectionPattern() == null) {
                fallback = fallback == null ? response : fallback;
            } else if (response.selectionPattern().matches(selector)) {
                return response;
            }
        }
        if (fallback == null) {
            call.failed(
                    "Execution failed due to configuration error: No match for output mapping and"
                            + " no default endpoint response mapping configured. Endpoint Response"
                            + " Status Code: "
                            + selector);
            throw Rejection.misconfigured();
        }
        return fallback;
    }

    private static Buffer body(
            IntegrationResponse selected,
            @Nullable MappingTemplate template,
            BackendOutput output,
            TemplateScope scope) {
        BinaryMediaTypes binary = scope.call().stage().deployment().binaryMediaTypes();
        ContentConversion.Content content =
                output.body().length() == 0
                        ? new ContentConversion.Content(output.body(), true, false)
                        : ContentConversion.response(
                                output.body(),
                                binary.matches(output.headers().get(HttpHeaders.CONTENT_TYPE)),
                                binary.accepted(scope.call().request().header("Accept")),
                                selected.contentHandling());
        return template == null
                ? content.bytes()
                : Buffer.buffer(scope.render(template, content.forTemplate()));
    }
}
