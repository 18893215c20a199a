package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.w3c.dom.Element;

/** The sentence a person reads for a refusal, whichever AWS protocol it came in. */
final class ErrorText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorText() {}

    static String of(HttpResponse<byte[]> answer) {
        String status = "HTTP " + answer.statusCode();
        String type = answer.headers().firstValue("x-amzn-errortype").orElse("");
        String body = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (body.startsWith("<")) {
            Element error = Xml.parse(answer.body());
            return Xml.text(error, "Code") + ": " + Xml.text(error, "Message");
        }
        JsonNode error = json(body);
        String code = type.isEmpty() ? error.path("__type").asText(status) : type.split(":", 2)[0];
        String message = error.path("message").asText(error.path("Message").asText(body));
        return code + ": " + (message.isEmpty() ? "no message" : message);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.createObjectNode();
        }
    }
}
