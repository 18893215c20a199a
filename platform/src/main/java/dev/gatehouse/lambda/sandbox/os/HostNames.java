package dev.gatehouse.lambda.sandbox.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of names in a sandbox: its own, and those that this machine gives to other machines.
 */
public final class HostNames {

    private static final Path TABLE = Path.of("/etc/hosts");

    private static final List<String> OWN =
            List.of("127.0.0.1 localhost sandbox sandbox.localdomain", "::1 localhost");

    private HostNames() {}

    public static String ofFunctions() {
        try {
            return withOwn(Files.readAllLines(TABLE));
        } catch (IOException e) {
            return withOwn(List.of());
        }
    }

    /** What the machine calls itself would lead a function to its own loopback: it is left out. */
    static String withOwn(List<String> lines) {
        Stream<String> others =
                lines.stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .filter(line -> !line.startsWith("127.") && !line.contains(":"));
        return Stream.concat(OWN.stream(), others).collect(Collectors.joining("\n", "", "\n"));
    }
}
