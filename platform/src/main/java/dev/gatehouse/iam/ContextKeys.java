package dev.gatehouse.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.iam.entity.IamErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The condition keys that policies look at, in conditions and in variables. */
final class ContextKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*([^,}*?$\\s]+)[^}]*}");

    /** As they are written, by their names in lower case. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private ContextKeys() {}

    /**
     * @param documents policies that were read before
     */
    static ContextKeys of(List<String> documents) {
        ContextKeys keys = new ContextKeys();
        documents.forEach(keys::add);
        return keys;
    }

    /** Each as it is written where it comes first. */
    List<String> list() {
        return List.copyOf(names.values());
    }

    /** In lower case. */
    Iterable<String> lower() {
        return names.keySet();
    }

    private void add(String document) {
        try {
            for (JsonNode conditions : JSON.readTree(document).findValues("Condition")) {
                for (JsonNode operator : conditions) {
                    operator.fieldNames().forEachRemaining(this::named);
                }
            }
        } catch (JsonProcessingException e) {
            throw IamErrors.malformed("This policy contains invalid Json");
        }
        Matcher variable = VARIABLE.matcher(document);
        while (variable.find()) {
            named(variable.group(1));
        }
    }

    private void named(String key) {
        names.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
    }
}
