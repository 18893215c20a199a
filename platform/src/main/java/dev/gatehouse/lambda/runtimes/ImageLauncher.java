package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.image.ImageDefaults;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ImageOverrides;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts the program of a container image: its entry point and command, or what the function says
 * in their place. An image brings its runtime and its runtime client.
 */
final class ImageLauncher implements Launcher {
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Path root = version.code().root();
        ImageDefaults image = ImageDefaults.of(root);
        ImageOverrides own =
                Objects.requireNonNullElse(version.launch().image(), ImageOverrides.NONE);
        List<String> entryPoint = Objects.requireNonNullElse(own.entryPoint(), image.entryPoint());
        List<String> arguments = new ArrayList<>(entryPoint);
        // As with Docker: another entry point does not get the arguments meant for the image's own.
        List<String> meant = own.entryPoint() == null ? image.command() : List.of();
        arguments.addAll(Objects.requireNonNullElse(own.command(), meant));
        Map<String, String> environment = new HashMap<>(image.environment());
        environment.putIfAbsent("PATH", SEARCH_PATH);
        environment.put(
                "PWD",
                Objects.requireNonNullElse(own.workingDirectory(), image.workingDirectory()));
        if (arguments.isEmpty()) {
            arguments.add("/"); // which cannot be executed
        } else {
            arguments.set(0, program(root, arguments.getFirst(), environment));
        }
        return new RuntimeSetup(
                runtime.label(), List.of(), arguments, List.of(), environment, false, List.of());
    }

    /** Where the image has a program that is named without a path. */
    private static String program(Path root, String name, Map<String, String> environment) {
        if (name.contains("/")) {
            return name.startsWith("/") ? name : environment.get("PWD") + '/' + name;
        }
        for (String folder : environment.getOrDefault("PATH", SEARCH_PATH).split(":", -1)) {
            Path there = root.resolve(folder.replaceFirst("^/+", "")).resolve(name).normalize();
            if (there.startsWith(root) && Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                return folder + '/' + name;
            }
        }
        return '/' + name;
    }
}
