package dev.gatehouse.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a function's answer says, member by member, before an API's own rules are applied. */
public final class ProxyResponse {
    private static final Pattern BREAKS = Pattern.compile("[\r\n]+");

    /** The status; 0 when the answer has none. */
    public int status;

    public final MultiMap multiValueHeaders = HttpHeaders.headers();
    public final MultiMap headers = HttpHeaders.headers();
    public final List<String> cookies = new ArrayList<>(0);
    public @Nullable String body;
    public boolean base64;

    /** How many members were read, and whether one is not of the format. */
    public int members;

    public boolean unknownMember;

    /**
     * Both kinds of headers; where they share a name the multi-value one's casing stands, its
     * values first.
     */
    public MultiMap mergedHeaders() {
        if (multiValueHeaders.isEmpty()) {
            return headers;
        }
        headers.forEach(
                header -> multiValueHeaders.add(casing(header.getKey()), header.getValue()));
        return multiValueHeaders;
    }

    /** The body's bytes, decoded when {@code decode}. */
    public Buffer bytes(boolean decode) {
        if (body == null) {
            return Buffer.buffer();
        }
        if (!decode) {
            return Buffer.buffer(body);
        }
        // Encoders that break lines are common; any other letter is a mistake.
        String text = body.indexOf('\n') < 0 ? body : BREAKS.matcher(body).replaceAll("");
        try {
            return Buffer.buffer(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException broken) {
            throw new MalformedResponseException("the body is not Base64");
        }
    }

    private String casing(String name) {
        for (String present : multiValueHeaders.names()) {
            if (present.equalsIgnoreCase(name)) {
                return present;
            }
        }
        return name;
    }
}
