package dev.gatehouse.lambda.runtimes.source;

import dev.gatehouse.lambda.plan.FunctionCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a function uses of the third AWS SDK for JavaScript that its runtime brings. A pooled
 * interpreter has loaded that before it is the function's; one of two selections, so that few
 * interpreters are enough for many functions.
 */
public final class NodeSdk {
    private static final Set<String> SOURCES = Set.of("js", "mjs", "cjs");

    /** Nearly all that it loads is what every client of the SDK loads. */
    private static final String LEAST = "@aws-sdk/client-sts";

    private static final String DYNAMODB = "@aws-sdk/client-dynamodb";

    /** Where a package or a layer has modules of its own. */
    private static final List<String> SCOPES = List.of("@aws-sdk", "@aws", "@smithy");

    private final SourceSearch any = new SourceSearch(SOURCES, "[\"']@aws-sdk/(?:client|lib)-");
    private final SourceSearch dynamoDb =
            new SourceSearch(SOURCES, "[\"']@aws-sdk/(?:client|lib)-dynamodb[\"']");

    /**
     * The modules to load ahead; none for a function that seems to use none, or its own. Blocks.
     */
    public List<String> modules(String runtime, FunctionCode code) {
        if (!any.finds(code.root()) || brings(runtime, code)) {
            return List.of();
        }
        return List.of(dynamoDb.finds(code.root()) ? DYNAMODB : LEAST);
    }

    private static boolean brings(String runtime, FunctionCode code) {
        return hasOwn(code.root().resolve("node_modules"))
                || code.layers().stream()
                        .map(layer -> layer.resolve("nodejs"))
                        .anyMatch(
                                nodejs ->
                                        hasOwn(nodejs.resolve("node_modules"))
                                                || hasOwn(
                                                        nodejs.resolve(
                                                                "node"
                                                                        + runtime
                                                                        + "/node_modules")));
    }

    private static boolean hasOwn(Path modules) {
        return SCOPES.stream().anyMatch(scope -> Files.exists(modules.resolve(scope)));
    }
}
