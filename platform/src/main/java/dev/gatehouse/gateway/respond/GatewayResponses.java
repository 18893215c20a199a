package dev.gatehouse.gateway.respond;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.proxy.Response;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rejections of a REST API: by AWS's own wording, or by what the API's owner made of it.
 */
public final class GatewayResponses {
    private static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final int SERVER_ERROR = 500;

    private GatewayResponses() {}

    /**
     * The response to a rejection that no API customised. Recorded from AWS: what concerns the
     * integration, every 5xx and a request too long for it, is written with a blank after the
     * colon, and the rest without.
     */
    public static Response plain(Rejection rejection) {
        boolean blank =
                rejection.status() >= SERVER_ERROR
                        || rejection.type() == GatewayResponseType.REQUEST_TOO_LARGE;
        Response response = Response.json(rejection.status(), body(rejection, blank ? ": " : ":"));
        response.headers().set(ERROR_TYPE, rejection.errorType());
        return response;
    }

    /**
     * The response to a rejection.
     *
     * @param customised the API's gateway responses; one for DEFAULT_4XX or DEFAULT_5XX covers
     *     every type that has none
     * @param input what templates may read; asked for only when one does
     */
    public static Response of(
            Rejection rejection,
            Map<GatewayResponseType, GatewayResponse> customised,
            Supplier<MappingInput> input) {
        GatewayResponse custom = custom(rejection.type(), customised);
        return custom == null
                ? plain(rejection)
                : customised(rejection, custom, withError(input.get(), rejection));
    }

    private static @Nullable GatewayResponse custom(
            GatewayResponseType type, Map<GatewayResponseType, GatewayResponse> customised) {
        GatewayResponse own = customised.get(type);
        GatewayResponseType fallback = type.fallback();
        return own != null || fallback == null ? own : customised.get(fallback);
    }

    private static Response customised(
            Rejection rejection, GatewayResponse custom, MappingInput input) {
        int status = Objects.requireNonNullElse(custom.statusCode(), rejection.status());
        String type = MediaTypes.choose(custom.templates(), input.headers().get("Accept"));
        Response response =
                Response.json(
                        status,
                        type == null ? body(rejection, ":") : rendered(custom, type, input));
        response.headers().set(ERROR_TYPE, rejection.errorType());
        if (type != null) {
            response.headers().set("Content-Type", type);
        }
        for (HeaderMapping mapping : custom.headers()) {
            String value = mapping.value().valueFrom(input);
            if (value != null) {
                MappedHeaders.set(response.headers(), mapping.name(), value);
            }
        }
        return response;
    }

    /**
     * A template that fails must not hide the rejection it was to dress: its text is then empty.
     */
    private static String rendered(GatewayResponse custom, String type, MappingInput input) {
        MappingTemplate template = Objects.requireNonNull(custom.templates().get(type));
        try {
            return template.render(input);
        } catch (TemplateException faulty) {
            return "";
        }
    }

    private static MappingInput withError(MappingInput input, Rejection rejection) {
        input.context()
                .put("error.message", rejection.text())
                .put("error.messageString", quoted(rejection.text()))
                .put("error.validationErrorString", rejection.detail())
                .put("error.responseType", rejection.type().name());
        return input;
    }

    private static String body(Rejection rejection, String colon) {
        // Recorded from AWS: of all the types this one alone writes its member with a capital.
        String member =
                rejection.type() == GatewayResponseType.ACCESS_DENIED ? "Message" : "message";
        return "{\"" + member + '"' + colon + quoted(rejection.text()) + '}';
    }

    private static String quoted(@Nullable String text) {
        return text == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
