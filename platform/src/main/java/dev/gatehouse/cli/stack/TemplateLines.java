package dev.gatehouse.cli.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where in a template's file stands what is wrong with it: AWS's words name resources and sections,
 * which an editor does not find.
 */
final class TemplateLines {
    private static final Pattern NAMED =
            Pattern.compile("[Rr]esource (?:with id )?\\[?([A-Za-z0-9]+)]?|(Globals)");

    private final String file;
    private final List<String> lines;

    TemplateLines(Path file, String text) {
        this.file = String.valueOf(file.getFileName());
        this.lines = text.lines().toList();
    }

    /** A message of one or more lines, each with the first place that it names. */
    String in(String message) {
        return message.lines().map(this::placed).collect(Collectors.joining("\n"));
    }

    private String placed(String said) {
        Matcher named = NAMED.matcher(said);
        while (named.find()) {
            int line = line(named.group(1) == null ? named.group(2) : named.group(1));
            if (line > 0) {
                return said + " (" + file + ':' + line + ')';
            }
        }
        return said;
    }

    /** The number of the line on which a key stands first; 0 for none. */
    private int line(String key) {
        Pattern begins = Pattern.compile("\\s*[\"']?" + Pattern.quote(key) + "[\"']?\\s*:.*");
        return IntStream.range(0, lines.size())
                .filter(index -> begins.matcher(lines.get(index)).matches())
                .map(index -> index + 1)
                .findFirst()
                .orElse(0);
    }
}
