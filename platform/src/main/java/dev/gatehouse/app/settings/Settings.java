package dev.gatehouse.app.settings;

import dev.gatehouse.kernel.NearestWord;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Raw settings by key, every key known. Later sources win over earlier ones. */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
        values.keySet().forEach(Settings::requireKnown);
    }

    /** These settings with {@code others} on top. */
    public Settings with(Map<String, String> others) {
        Map<String, String> merged = new LinkedHashMap<>(values);
        merged.putAll(others);
        return new Settings(merged);
    }

    public String get(Setting setting) {
        return values.getOrDefault(setting.key(), setting.fallback());
    }

    /** Whether a setting says the one word, and not the other; the default is named first. */
    boolean is(Setting setting, String word, String other) {
        boolean usual = setting.fallback().equals(word);
        return oneOf(setting, usual ? word : other, usual ? other : word).equals(word);
    }

    /** A setting that says one of some words. */
    String oneOf(Setting setting, String... allowed) {
        String value = get(setting);
        for (String candidate : allowed) {
            if (candidate.equals(value)) {
                return value;
            }
        }
        throw new SettingsException(
                "%s is one of %s, not '%s'"
                        .formatted(setting.key(), String.join(", ", allowed), value));
    }

    int number(Setting setting, int least, int most) {
        String value = get(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException problem) {
            // told below, as for a number out of bounds
        }
        throw new SettingsException(
                "%s is a number from %d to %d, not '%s'"
                        .formatted(setting.key(), least, most, value));
    }

    /** A number, or 0 for {@code unlimited}. */
    int limit(Setting setting, int most) {
        return get(setting).equals("unlimited") ? 0 : number(setting, 1, most);
    }

    Duration duration(Setting setting) {
        return typed(setting, Settings::duration);
    }

    /** A setting as a type, whose own words tell what is wrong with a value. */
    <T> T typed(Setting setting, Function<String, T> type) {
        try {
            return type.apply(get(setting));
        } catch (IllegalArgumentException problem) {
            throw new SettingsException(setting.key() + ": " + problem.getMessage());
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException problem) {
            throw new IllegalArgumentException("not a duration such as 90s or 10m: " + text);
        }
    }

    /** The values of a family of settings, such as {@code endpoint.*}, by what follows the dot. */
    Map<String, String> family(Setting setting) {
        String prefix = setting.key().substring(0, setting.key().length() - 1);
        Map<String, String> members = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        members.put(key.substring(prefix.length()), value);
                    }
                });
        return members;
    }

    private static void requireKnown(String key) {
        if (Setting.of(key).isPresent()) {
            return;
        }
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        List<String> meant = NearestWord.meant(key, known);
        throw new SettingsException(
                "unknown setting '%s'; %s"
                        .formatted(
                                key,
                                meant.isEmpty()
                                        ? "'gatehouse up --list-settings' prints all"
                                        : "did you mean '%s'?"
                                                .formatted(String.join("' or '", meant))));
    }
}
