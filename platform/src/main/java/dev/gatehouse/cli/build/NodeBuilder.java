package dev.gatehouse.cli.build;

import java.nio.file.Path;
import java.util.List;

/** Sources and the production dependencies of package.json. */
final class NodeBuilder implements Builder {
    @Override
    public boolean fits(CodeFolder folder) {
        return folder.runtime().startsWith("nodejs") && folder.has("package.json");
    }

    @Override
    public boolean copies(String file) {
        return !file.equals("package.json") && !file.equals("package-lock.json");
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        String npm = Tool.require("a Node.js function with a package.json", "npm");
        Folders.copy(folder.path(), output);
        String verb = folder.has("package-lock.json") ? "ci" : "install";
        new Tool(output)
                .run(
                        List.of(
                                npm,
                                verb,
                                "--omit=dev",
                                "--no-audit",
                                "--no-fund",
                                "--loglevel=error"));
    }
}
