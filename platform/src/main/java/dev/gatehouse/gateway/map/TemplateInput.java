package dev.gatehouse.gateway.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import dev.gatehouse.kernel.Nesting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $input} of a mapping template. Public, like its methods, because Velocity calls them. */
public final class TemplateInput {
    private static final Configuration PATHS =
            Configuration.builder().options(Option.SUPPRESS_EXCEPTIONS).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MappingInput input;
    private @Nullable Object document;

    TemplateInput(MappingInput input) {
        this.input = input;
    }

    /** The body as it came; {@code {}} when there is none, as recorded from AWS. */
    public String getBody() {
        return input.body().isEmpty() ? "{}" : input.body();
    }

    /** The value at a JSONPath: a map prints as Java prints maps, a list as JSON. */
    public @Nullable Object path(String path) {
        // The library reads a path step by step, each within the one before.
        if (path.chars().filter(each -> each == '.' || each == '[').count() > Nesting.DEEPEST
                || Nesting.isTooDeep(path)) {
            return null;
        }
        try {
            return JsonPath.using(PATHS).parse(document()).read(path);
        } catch (JsonPathException | IllegalArgumentException broken) {
            return null;
        }
    }

    /** The value at a JSONPath, as JSON; empty when there is none. */
    public String json(String path) {
        Object value = path(path);
        try {
            return value == null ? "" : JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new TemplateException(impossible.getOriginalMessage());
        }
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

    private Object document() {
        if (document == null) {
            document = Configuration.defaultConfiguration().jsonProvider().parse(getBody());
        }
        return document;
    }
}
