package dev.gatehouse.lambda.runtimes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Looks where interpreters usually are: the search path, version managers, JDK folders. */
final class Installations {
    /** How long a program may take to tell its version. */
    private static final int PATIENCE_SECONDS = 10;

    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

    private static final List<String> RUBIES =
            List.of(".rbenv/versions", ".rubies", ".rvm/rubies", "/opt/rubies");

    private final Path home;
    private final List<Path> searchPath;

    /** Versions that programs told, by their real paths. */
    private final Map<Path, String> told = new ConcurrentHashMap<>();

    /**
     * What a search came to.
     *
     * @param found those that a function can run on, those of the search path first
     * @param isComplete whether every program that was asked told its version
     */
    record Search(List<Interpreter> found, boolean isComplete) {

        private static Search of(List<Interpreter> found) {
            return new Search(found, true);
        }
    }

    Installations(Map<String, String> environment) {
        this.home = Path.of(environment.getOrDefault("HOME", "/nonexistent"));
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/") && !folder.contains("/shims")) {
                folders.add(Path.of(folder));
            }
        }
        for (String usual : List.of("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")) {
            folders.add(Path.of(usual));
        }
        this.searchPath = folders.stream().distinct().toList();
    }

    /** Looks for all interpreters of a language. */
    Search of(Language language) {
        return switch (language) {
            case PYTHON -> Search.of(pythons());
            case NODEJS -> versioned("node", List.of(".nvm/versions/node"), "nodejs", "node");
            case JAVA -> Search.of(javas());
            case RUBY -> versioned("ruby", RUBIES, "ruby");
            case DOTNET -> versioned("dotnet", List.of(), "dotnet");
            case GO, PROVIDED, IMAGE -> Search.of(List.of());
        };
    }

    private List<Interpreter> pythons() {
        List<Interpreter> found = new ArrayList<>();
        for (Path folder : searchPath) {
            for (Path file : list(folder, "python3.*")) {
                String version = file.getFileName().toString().substring("python".length());
                if (version.matches("3\\.\\d+")) {
                    program(file, version).ifPresent(found::add);
                }
            }
        }
        managed(List.of(".pyenv/versions"), List.of("python"), "python3", found);
        return found;
    }

    private Search versioned(String program, List<String> roots, String... names) {
        List<Interpreter> found = new ArrayList<>();
        boolean complete = true;
        for (Path folder : searchPath) {
            Path file = folder.resolve(program);
            if (Files.isExecutable(file)) {
                Optional<String> version = version(file);
                complete &= version.isPresent();
                version.flatMap(number -> program(file, number)).ifPresent(found::add);
            }
        }
        managed(roots, List.of(names), program, found);
        return new Search(found, complete);
    }

    private List<Interpreter> javas() {
        List<Path> homes = new ArrayList<>();
        for (String root : List.of("/usr/lib/jvm", "/opt/java", "/opt")) {
            homes.addAll(list(Path.of(root), "*"));
        }
        for (String root : List.of(".sdkman/candidates/java", ".jdks", ".asdf/installs/java")) {
            homes.addAll(list(home.resolve(root), "*"));
        }
        homes.add(Path.of(System.getProperty("java.home")));
        List<Interpreter> found = new ArrayList<>();
        for (Path folder : homes) {
            if (Files.isExecutable(folder.resolve("bin/java"))) {
                release(folder).ifPresent(found::add);
            }
        }
        return found;
    }

    /**
     * A JDK's {@code release} file tells its version. A runtime that was trimmed for one program,
     * such as the one that an installed node brings, is none for functions.
     */
    private static Optional<Interpreter> release(Path folder) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("release"))) {
            release.load(in);
            if (!release.getProperty("MODULES", "java.desktop").contains("java.desktop")) {
                return Optional.empty();
            }
            Path real = folder.toRealPath();
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            version = version.startsWith("1.") ? version.substring(2) : version;
            return Optional.of(new Interpreter(real, real.resolve("bin/java"), version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Version managers keep one folder a version. */
    private void managed(
            List<String> roots, List<String> names, String program, List<Interpreter> found) {
        List<String> all = new ArrayList<>(roots);
        for (String name : names) {
            all.add(".asdf/installs/" + name);
            all.add(".local/share/mise/installs/" + name);
        }
        for (String root : all) {
            for (Path folder : list(home.resolve(root), "*")) {
                String version = folder.getFileName().toString().replaceFirst("^(v|ruby-)", "");
                Path file = folder.resolve("bin").resolve(program);
                if (version.matches("\\d+\\..*") && Files.isExecutable(file)) {
                    program(file, version).ifPresent(found::add);
                }
            }
        }
    }

    private static Optional<Interpreter> program(Path file, String version) {
        try {
            return Optional.of(Interpreter.at(file.toRealPath(), version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** A program's version, which it is asked for until it has told it once. */
    private Optional<String> version(Path program) {
        String known = told.get(program);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> response = ask(program);
        response.ifPresent(version -> told.put(program, version));
        return response;
    }

    /** The first number in what a program prints, if it ends well. */
    private static Optional<String> ask(Path program) {
        try {
            Process process =
                    new ProcessBuilder(program.toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            process.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((_, _) -> process.destroyForcibly());
            String text = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                return Optional.empty();
            }
            return NUMBER.matcher(text).results().map(MatchResult::group).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
