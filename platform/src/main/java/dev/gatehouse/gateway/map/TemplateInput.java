package dev.gatehouse.gateway.map;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $input} of a mapping template. Public, like its methods, because Velocity calls them. */
public final class TemplateInput {
    private final MappingInput input;

    TemplateInput(MappingInput input) {
        this.input = input;
    }

    /** The body as it came; {@code {}} when there is none, as recorded from AWS. */
    public String getBody() {
        return input.body().text();
    }

    /** The value at a JSONPath: a map prints as Java prints maps, a list as JSON. */
    public @Nullable Object path(String path) {
        return input.body().path(path);
    }

    /** The value at a JSONPath, as JSON; empty when there is none. */
    public String json(String path) {
        Object value = path(path);
        return value == null ? "" : JsonBody.json(value);
    }

    /** A parameter by name: of the path, else the query, else a header. */
    public @Nullable String params(String name) {
        String path = input.path().get(name);
        if (path != null) {
            return path;
        }
        return input.query().containsKey(name)
                ? input.query().get(name).getLast()
                : input.headers().get(name);
    }

    /** All parameters: {@code path}, {@code querystring} and {@code header}. */
    public Map<String, Map<String, String>> params() {
        Map<String, String> query = new LinkedHashMap<>();
        input.query().forEach((name, values) -> query.put(name, values.getLast()));
        Map<String, String> headers = new LinkedHashMap<>();
        input.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("path", input.path());
        all.put("querystring", query);
        all.put("header", headers);
        return all;
    }
}
