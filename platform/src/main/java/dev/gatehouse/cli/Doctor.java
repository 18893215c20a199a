package dev.gatehouse.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Tells what this machine has for which runtime, and the command that brings what is missing. */
final class Doctor implements Verb {
    /** Where programs are installed by, with how that is said. */
    private static final Map<String, String> INSTALLERS =
            Map.of(
                    "apt-get", "apt install",
                    "dnf", "dnf install",
                    "apk", "apk add",
                    "pacman", "pacman -S",
                    "zypper", "zypper install");

    /** What brings an interpreter, in the packages of most distributions. */
    private static final Map<String, String> PACKAGES =
            Map.of(
                    "python", "python3",
                    "nodejs", "nodejs",
                    "java", "openjdk-21-jre-headless",
                    "ruby", "ruby");

    /** What 'deploy' builds apps with: the program, the package, and for which apps. */
    private static final Map<String, List<String>> BUILDS = builds();

    private final NodeLauncher launcher;
    private final CommandSpec spec =
            Verb.named(
                    "doctor",
                    this,
                    "Tell what this machine has for which runtime, and what brings the rest.");

    Doctor(NodeLauncher launcher) {
        this.launcher = launcher;
    }

    private static Map<String, List<String>> builds() {
        Map<String, List<String>> builds = new LinkedHashMap<>();
        builds.put("pip3", List.of("python3-pip", "Python apps with a requirements.txt"));
        builds.put("npm", List.of("npm", "Node.js apps with dependencies"));
        builds.put("mvn", List.of("maven", "Java apps"));
        builds.put("bundle", List.of("ruby-bundler", "Ruby apps with a Gemfile"));
        builds.put("go", List.of("golang-go", "Go apps"));
        return builds;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        NodeLauncher.Machine machine = launcher.examine();
        out.println("sandbox: " + machine.sandbox());
        machine.warnings().forEach(warning -> out.println("  ! " + warning));
        out.println("runtimes");
        machine.interpreters().forEach((language, found) -> print(out, language, found));
        out.println("  provided   needs nothing");
        out.println("builds");
        BUILDS.forEach((program, of) -> print(out, program, of.getFirst(), of.getLast()));
        return 0;
    }

    private static void print(PrintWriter out, String language, List<String> found) {
        if (found.isEmpty()) {
            String brings = install(Objects.requireNonNull(PACKAGES.get(language)));
            out.printf("  %-10s ! not found: its functions cannot run. %s%n", language, brings);
        } else {
            out.printf("  %-10s %s%n", language, found.getFirst());
            found.stream().skip(1).forEach(each -> out.printf("  %-10s %s%n", "", each));
        }
    }

    private static void print(PrintWriter out, String program, String of, String apps) {
        String found =
                onPath(program)
                        .map(Path::toString)
                        .orElseGet(() -> "! not found. %s".formatted(install(of)));
        out.printf("  %-10s %s  (%s)%n", program, found, apps);
    }

    /** The command that brings a package, where it is known how this machine gets its packages. */
    private static String install(String wanted) {
        return INSTALLERS.entrySet().stream()
                .filter(installer -> onPath(installer.getKey()).isPresent())
                .findFirst()
                .map(installer -> "Try: %s %s".formatted(installer.getValue(), wanted))
                .orElse("Install it");
    }

    private static Optional<Path> onPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return List.of(path.split(":", -1)).stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
