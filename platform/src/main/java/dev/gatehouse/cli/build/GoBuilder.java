package dev.gatehouse.cli.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One static binary called bootstrap. */
final class GoBuilder implements Builder {
    @Override
    public boolean fits(CodeFolder folder) {
        boolean asked = folder.buildMethod().equals("go1.x");
        return folder.has("go.mod") && (asked || folder.runtime().startsWith("provided"));
    }

    @Override
    public boolean copies(String file) {
        return false;
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        String go = Tool.require("a Go function", "go");
        new Tool(folder.path(), Map.of("CGO_ENABLED", "0", "GOOS", "linux"))
                .run(
                        List.of(
                                go,
                                "build",
                                "-trimpath",
                                "-tags",
                                "lambda.norpc",
                                "-o",
                                output.resolve("bootstrap").toString(),
                                "."));
    }
}
