package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the interpreter for a runtime: the one that the settings name, the exact one, the nearest.
 */
final class Interpreters {
    private final Map<String, Path> chosen;
    private final Installations installations;
    private final Map<Language, Found> known = new EnumMap<>(Language.class);

    /**
     * What is known of one language, once somebody asked: looking for it may take a while. A search
     * that found nothing, or a program that did not tell its version, is not remembered: a busy
     * machine or a missing package is no property of the language.
     */
    private static final class Found {
        private @Nullable List<Interpreter> all;

        synchronized List<Interpreter> get(Supplier<Installations.Search> search) {
            List<Interpreter> known = all;
            if (known != null) {
                return known;
            }
            Installations.Search now = search.get();
            if (now.isComplete() && !now.found().isEmpty()) {
                all = now.found();
            }
            return now.found();
        }
    }

    /**
     * @param chosen programs by runtime id, before all that can be found
     */
    Interpreters(Map<String, Path> chosen, Installations installations) {
        this.chosen = Map.copyOf(chosen);
        this.installations = installations;
    }

    /**
     * What was found.
     *
     * @param warning what is different from the version that was asked for
     */
    record Choice(Interpreter interpreter, Optional<String> warning) {}

    /**
     * @throws RuntimeUnavailable when no interpreter of the language is on this machine
     */
    Choice find(RuntimeId runtime) {
        Path own = chosen.get(runtime.id());
        if (own != null) {
            return ofSettings(runtime, own);
        }
        List<Interpreter> candidates = of(runtime.language());
        Optional<Interpreter> exact =
                candidates.stream()
                        .filter(candidate -> candidate.is(runtime.version()))
                        .max(Comparator.comparing(Interpreter::version, Versions.ORDER));
        if (exact.isPresent()) {
            return new Choice(exact.get(), Optional.empty());
        }
        return candidates.stream()
                .min(
                        Comparator.comparingLong(
                                other -> Versions.distance(runtime.version(), other.version())))
                .map(near -> new Choice(near, Optional.of(instead(runtime, near))))
                .orElseThrow(() -> missing(runtime));
    }

    private static Choice ofSettings(RuntimeId runtime, Path program) {
        if (!Files.isExecutable(program)) {
            throw new RuntimeUnavailable(
                    "The settings name " + program + " for " + runtime.id() + ": no such program");
        }
        Path absolute = program.toAbsolutePath().normalize();
        return new Choice(Interpreter.at(absolute, runtime.version()), Optional.empty());
    }

    private List<Interpreter> of(Language language) {
        Found own;
        synchronized (known) {
            own = known.computeIfAbsent(language, _ -> new Found());
        }
        return own.get(() -> installations.of(language));
    }

    private static String instead(RuntimeId runtime, Interpreter near) {
        return runtime.id()
                + " runs on version "
                + near.version()
                + ", the nearest on this machine: install "
                + runtime.language().prefix()
                + ' '
                + runtime.version()
                + " or name it in the settings";
    }

    private static RuntimeUnavailable missing(RuntimeId runtime) {
        return new RuntimeUnavailable(
                "No "
                        + runtime.language().prefix()
                        + " is installed for the runtime "
                        + runtime.id()
                        + ": install version "
                        + runtime.version()
                        + " or name it in the settings");
    }
}
