package dev.gatehouse.app.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Settings in a file, TOML by its name ({@code .toml}) and else YAML: flat or nested, keys as in
 * {@link Setting}. A list is its elements, with commas between them.
 */
public final class SettingsFile {
    private SettingsFile() {}

    /**
     * Reads a file.
     *
     * @throws SettingsException when it cannot be read, or has a key that no setting has
     */
    public static Settings read(Path file) {
        try {
            String text = Files.readString(file);
            boolean toml = String.valueOf(file.getFileName()).endsWith(".toml");
            Map<String, String> flat = new LinkedHashMap<>();
            flatten("", toml ? toml(text) : yaml(file, text), flat);
            return new Settings(flat);
        } catch (SettingsException problem) {
            throw new SettingsException(file + ": " + problem.getMessage());
        } catch (IOException problem) {
            throw new SettingsException("cannot read the settings file " + file);
        }
    }

    private static @Nullable Object yaml(Path file, String text) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(text);
        } catch (YamlEngineException problem) {
            throw new SettingsException("not YAML: " + problem.getMessage());
        }
    }

    private static @Nullable Object toml(String text) {
        try {
            return new TomlMapper().readValue(text, Object.class);
        } catch (JacksonException problem) {
            throw new SettingsException(
                    "not TOML: line %d: %s"
                            .formatted(
                                    problem.getLocation() == null
                                            ? 0
                                            : problem.getLocation().getLineNr(),
                                    problem.getOriginalMessage()));
        }
    }

    private static void flatten(String prefix, @Nullable Object node, Map<String, String> into) {
        switch (node) {
            case Map<?, ?> map ->
                    map.forEach(
                            (key, value) ->
                                    flatten(
                                            prefix.isEmpty() ? "" + key : prefix + "." + key,
                                            value,
                                            into));
            case null, default -> {
                if (!prefix.isEmpty()) {
                    into.put(prefix, text(node));
                } else if (node != null) {
                    throw new SettingsException("a settings file holds 'key: value' lines");
                }
            }
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(SettingsFile::text).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
