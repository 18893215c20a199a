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
import dev.gatehouse.gateway.plan.HeaderMapping;
import dev.gatehouse.proxy.Response;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers refusals of a REST API: by AWS's own wording, or by what the API's owner made of it. */
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
        Response answer = Response.json(rejection.status(), body(rejection, blank ? ": " : ":"));
        answer.headers().set(ERROR_TYPE, rejection.type().errorType());
        return answer;
    }

    /**
     * The answer to a refusal.
     *
     * @param customised the API's gateway responses; one for DEFAULT_4XX or DEFAULT_5XX covers
     *     every type that has none
     * @param input what templates may read; asked for only when one does
     */
    public static Response of(
            Rejection rejection,
            Map<GatewayResponseType, GatewayResponse> customised,
            Supplier<MappingInput> input) {
        GatewayResponse response = response(rejection.type(), customised);
        return response == null
                ? plain(rejection)
                : customised(rejection, response, withError(input.get(), rejection));
    }

    private static @Nullable GatewayResponse response(
            GatewayResponseType type, Map<GatewayResponseType, GatewayResponse> customised) {
        GatewayResponse own = customised.get(type);
        GatewayResponseType fallback = type.fallback();
        return own != null || fallback == null ? own : customised.get(fallback);
    }

    private static Response customised(
            Rejection rejection, GatewayResponse response, MappingInput input) {
        int status = Objects.requireNonNullElse(response.statusCode(), rejection.status());
        String type = MediaTypes.choose(response.templates(), input.headers().get("Accept"));
        Response answer =
                Response.json(
                        status,
                        type == null ? body(rejection, ":") : rendered(response, type, input));
        answer.headers().set(ERROR_TYPE, rejection.type().errorType());
        if (type != null) {
            answer.headers().set("Content-Type", type);
        }
        for (HeaderMapping mapping : response.headers()) {
            String value = mapping.value().valueFrom(input);
            if (value != null) {
                MappedHeaders.set(answer.headers(), mapping.name(), value);
            }
        }
        return answer;
    }

    /** A template that fails must not hide the refusal it was to dress: its text is then empty. */
    private static String rendered(GatewayResponse response, String type, MappingInput input) {
        MappingTemplate template = Objects.requireNonNull(response.templates().get(type));
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
