package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The name servers of this machine that a sandbox, having a loopback of its own, can reach.
 *
 * @param lines {@code resolv.conf} without servers on the host's loopback
 * @param reachable whether any server is left
 */
record HostResolvers(List<String> lines, boolean reachable) {

    private static final Path USUAL = Path.of("/etc/resolv.conf");

    /** Where systemd keeps the real servers behind its stub at 127.0.0.53. */
    private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

    HostResolvers {
        lines = List.copyOf(lines);
    }

    static HostResolvers find() {
        HostResolvers usual = parse(read(USUAL));
        HostResolvers real = parse(read(BEHIND_STUB));
        return usual.reachable || !real.reachable ? usual : real;
    }

    static HostResolvers parse(List<String> lines) {
        List<String> kept = lines.stream().filter(line -> !ownLoopback(line)).toList();
        return new HostResolvers(
                kept, kept.stream().anyMatch(line -> line.startsWith("nameserver")));
    }

    String text() {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean ownLoopback(String line) {
        String[] words = line.strip().split("\\s+");
        return words.length > 1
                && words[0].equals("nameserver")
                && (words[1].startsWith("127.") || words[1].equals("::1"));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
