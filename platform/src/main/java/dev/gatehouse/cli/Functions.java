package dev.gatehouse.cli;

import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.NearestWord;
import java.util.List;
import java.util.Map;

/** What a node has of functions, for those who mistype a name. */
final class Functions {
    private static final int SHOWN = 5;

    private final NodeClient client;

    Functions(NodeClient client) {
        this.client = client;
    }

    /** Whether there is a function of this name, of the first fifty. */
    boolean has(String name) {
        return names().contains(name);
    }

    /**
     * What may have been meant, as the end of a sentence: functions of stacks have made-up names.
     */
    String instead(String given) {
        List<String> names = names();
        List<String> close = NearestWord.meant(given, names).stream().limit(SHOWN).toList();
        if (!close.isEmpty()) {
            return "; did you mean " + String.join(" or ", close) + "?";
        }
        String some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.isEmpty()
                ? "; the node has no functions"
                : "; the node has " + some + (names.size() > SHOWN ? ", …" : "");
    }

    private List<String> names() {
        return client.json("lambda", "ListFunctions", Map.of("MaxItems", 50))
                .path("Functions")
                .valueStream()
                .map(function -> function.path("FunctionName").asText())
                .sorted()
                .toList();
    }
}
