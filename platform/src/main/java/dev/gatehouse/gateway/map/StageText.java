package dev.gatehouse.gateway.map;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that may name stage variables as {@code ${stageVariables.name}}: integration URIs and
 * function ARNs.
 *
 * @param source as it was configured
 */
public record StageText(String source) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

    /**
     * The text with its variables replaced; a variable the stage does not have becomes empty, as on
     * AWS.
     */
    public String resolve(Map<String, String> stageVariables) {
        if (source.indexOf("${") < 0) {
            return source;
        }
        return VARIABLE.matcher(source)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        stageVariables.getOrDefault(found.group(1), "")));
    }
}
