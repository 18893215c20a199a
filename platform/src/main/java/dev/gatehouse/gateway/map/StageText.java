package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.Arn;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text that may name stage variables as {@code ${stageVariables.name}}: integration URIs and
 * function ARNs. What names none is worked out once.
 */
public final class StageText {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

    private final String source;
    private final boolean literal;
    private final Optional<Arn> arn;

    /**
     * @param source as it was configured
     */
    public StageText(String source) {
        this.source = source;
        this.literal = !source.contains("${");
        this.arn = literal ? Arn.parse(source) : Optional.empty();
    }

    /**
     * The text with its variables replaced; a variable the stage does not have becomes empty, as on
     * AWS.
     */
    public String resolve(Map<String, String> stageVariables) {
        if (literal) {
            return source;
        }
        return VARIABLE.matcher(source)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        stageVariables.getOrDefault(found.group(1), "")));
    }

    /** An optional text with its variables replaced; null when there is none. */
    public static @Nullable String resolve(
            @Nullable StageText text, Map<String, String> stageVariables) {
        return text == null ? null : text.resolve(stageVariables);
    }

    /** An optional text as it was configured; an empty one is none. */
    public static @Nullable StageText ofNullable(@Nullable String source) {
        return source == null || source.isEmpty() ? null : new StageText(source);
    }

    /** The resolved text as an ARN; empty when it is none. */
    public Optional<Arn> resolveArn(Map<String, String> stageVariables) {
        return literal ? arn : Arn.parse(resolve(stageVariables));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StageText text && text.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
