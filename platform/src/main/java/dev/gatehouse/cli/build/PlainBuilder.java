package dev.gatehouse.cli.build;

import java.nio.file.Path;
import java.util.Set;

/** Packs the folder as it is. */
final class PlainBuilder implements Builder {
    private static final Set<String> KNOWN = Set.of("python", "nodejs", "ruby", "go1.x", "java");

    @Override
    public boolean fits(CodeFolder folder) {
        return true;
    }

    @Override
    public boolean copies(String file) {
        return true;
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        String method = folder.buildMethod();
        boolean known = KNOWN.stream().anyMatch(method::startsWith);
        if (!method.isEmpty() && !known) {
            throw new BuildException("BuildMethod %s is not supported".formatted(method));
        }
        Folders.copy(folder, output);
    }
}
