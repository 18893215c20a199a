package dev.gatehouse.cli.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Sources and, below vendor/bundle, the gems that the Gemfile names. */
final class RubyBuilder implements Builder {
    @Override
    public boolean fits(CodeFolder folder) {
        return folder.runtime().startsWith("ruby") && folder.has("Gemfile");
    }

    @Override
    public boolean copies(String file) {
        return !file.equals("Gemfile") && !file.equals("Gemfile.lock");
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        String bundle = Tool.require("a Ruby function with a Gemfile", "bundle");
        Folders.copy(folder.path(), output);
        Tool tool = new Tool(output, Map.of("BUNDLE_SILENCE_ROOT_WARNING", "1"));
        tool.run(List.of(bundle, "config", "set", "--local", "path", "vendor/bundle"));
        tool.run(List.of(bundle, "config", "set", "--local", "without", "development:test"));
        if (folder.has("Gemfile.lock")) {
            tool.run(List.of(bundle, "config", "set", "--local", "frozen", "true"));
        }
        tool.run(List.of(bundle, "install", "--quiet"));
    }
}
