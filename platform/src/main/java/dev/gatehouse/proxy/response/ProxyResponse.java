package dev.gatehouse.proxy.response;

import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a function's response says, member by member, before an API's own rules are applied. */
final class ProxyResponse {
    private static final Pattern BREAKS = Pattern.compile("[\r\n]+");

    /** The status; 0 when the response has none. */
    int status;

    final MultiMap multiValueHeaders = HttpHeaders.headers();
    final MultiMap headers = HttpHeaders.headers();
    final List<String> cookies = new ArrayList<>(0);
    @Nullable String body;
    boolean base64;

    /** How many members were read, and whether one is not of the format. */
    int members;

    boolean unknownMember;

    /**
     * Adds a header of {@code headers}. Names that differ only in casing are how functions send
     * several cookies, so both stay; the very same name twice is one member, whose last value
     * stands.
     */
    void header(String name, String value) {
        if (headers.contains(name)) {
            withdraw(name);
        }
        headers.add(name, value);
    }

    /**
     * Both kinds of headers; where they share a name the multi-value one's casing stands, its
     * values first, and a pair that both have counts once ("Set up Lambda proxy integrations").
     */
    MultiMap mergedHeaders() {
        if (multiValueHeaders.isEmpty()) {
            return headers;
        }
        for (Map.Entry<String, String> header : headers) {
            if (!multiValueHeaders.contains(header.getKey(), header.getValue(), false)) {
                multiValueHeaders.add(casing(header.getKey()), header.getValue());
            }
        }
        return multiValueHeaders;
    }

    /** Both kinds of headers, with the cookies among them: those of a response that streams. */
    MultiMap streamed() {
        withCookies();
        return mergedHeaders();
    }

    /** The headers of {@code headers}, with the cookies among them. */
    MultiMap withCookies() {
        try {
            for (String cookie : cookies) {
                headers.add(HeaderNames.SET_COOKIE, cookie);
            }
        } catch (IllegalArgumentException unfit) {
            throw new MalformedResponseException("a cookie cannot be a header's value");
        }
        return headers;
    }

    /** The response as an HTTP API sends it on, with these of its headers. */
    Response http(MultiMap own) {
        RemappedHeaders.http(own);
        if (!own.contains(HttpHeaders.CONTENT_TYPE)) {
            own.set(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        }
        return new Response(status, own, Body.of(bytes(base64)));
    }

    /** The response as a function URL sends it on. */
    Response url() {
        MultiMap own = RemappedHeaders.rest(withCookies());
        if (!own.contains(HttpHeaders.CONTENT_TYPE)) {
            own.set(HeaderNames.CONTENT_TYPE, "application/json");
        }
        return new Response(status, own, Body.of(bytes(base64)));
    }

    /** The body's bytes, decoded when {@code decode}. */
    Buffer bytes(boolean decode) {
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

    private void withdraw(String name) {
        List<Map.Entry<String, String>> kept = headers.entries();
        headers.clear();
        for (Map.Entry<String, String> header : kept) {
            if (!header.getKey().equals(name)) {
                headers.add(header.getKey(), header.getValue());
            }
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
