package dev.gatehouse.logs.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to a member: {@code $.a.b[0]}, {@code $.['a-b'].c}. A step is a name or an index. */
record JsonSelector(List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("\\.?\\[(\\d+)\\]|\\.?\\['([^']*)'\\]|\\.([^.\\[\\]]+)");

    /** One of both; the other is empty or negative. */
    record Step(String name, int index) {}

    static JsonSelector parse(String text) {
        if (!text.startsWith("$")) {
            throw FilterPattern.invalid("a selector starts with $: " + text);
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text).region(1, text.length());
        while (matcher.regionStart() < text.length()) {
            if (!matcher.lookingAt()) {
                throw FilterPattern.invalid("not a selector: " + text);
            }
            steps.add(step(matcher));
            matcher.region(matcher.end(), text.length());
        }
        return new JsonSelector(List.copyOf(steps));
    }

    JsonNode select(JsonNode root) {
        JsonNode node = root;
        for (Step step : steps) {
            JsonNode child = step.index() < 0 ? node.get(step.name()) : node.get(step.index());
            if (child == null) {
                return MissingNode.getInstance();
            }
            node = child;
        }
        return node;
    }

    private static Step step(Matcher matcher) {
        String index = matcher.group(1);
        if (index != null) {
            try {
                return new Step("", Integer.parseInt(index));
            } catch (NumberFormatException e) {
                throw FilterPattern.invalid("not an index: " + index);
            }
        }
        String quoted = matcher.group(2);
        return new Step(quoted != null ? quoted : matcher.group(3), -1);
    }
}
