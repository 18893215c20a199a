package dev.gatehouse.app.settings;

import java.nio.file.Path;

/** Where a master key is. */
public sealed interface MasterKeySetting {

    /** In a file; the empty path stands for the data folder's own. */
    record InFile(Path file) implements MasterKeySetting {}

    /** In a variable of the environment. */
    record InEnvironment(String name) implements MasterKeySetting {}

    /** At a key management service. */
    record AtKms(String keyId) implements MasterKeySetting {}

    static MasterKeySetting of(Settings settings, Setting setting) {
        String text = settings.get(setting);
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
            case "file" -> new InFile(Path.of(""));
            case "file:" -> new InFile(Path.of(rest).toAbsolutePath());
            case "env:" -> new InEnvironment(rest);
            case "kms:" -> new AtKms(rest);
            default ->
                    throw new SettingsException(
                            "%s is file, file:PATH, env:NAME or kms:KEY".formatted(setting.key()));
        };
    }
}
