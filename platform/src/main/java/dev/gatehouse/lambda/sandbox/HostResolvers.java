package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The name servers of this machine, as a sandbox needs them, having a loopback of its own.
 *
 * @param lines {@code resolv.conf} without servers on the host's loopback
 * @param stub the first server on the host's loopback, where there is no other
 */
record HostResolvers(List<String> lines, Optional<String> stub) {

    private static final String SERVER = "nameserver";

    private static final Path USUAL = Path.of("/etc/resolv.conf");

    /** Where systemd keeps the real servers behind its stub at 127.0.0.53. */
    private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

    HostResolvers {
        lines = List.copyOf(lines);
    }

    static HostResolvers find() {
        HostResolvers usual = parse(read(USUAL));
        HostResolvers real = parse(read(BEHIND_STUB));
        return usual.stub.isEmpty() || real.stub.isPresent() || real.lines.isEmpty() ? usual : real;
    }

    static HostResolvers parse(List<String> lines) {
        List<String> kept = lines.stream().filter(line -> !isOfLoopback(line)).toList();
        boolean others = kept.stream().anyMatch(line -> line.startsWith(SERVER));
        Optional<String> stub =
                lines.stream()
                        .filter(HostResolvers::isOfLoopback)
                        .map(line -> line.strip().split("\\s+")[1])
                        .filter(address -> address.startsWith("127."))
                        .findFirst();
        return new HostResolvers(kept, others ? Optional.empty() : stub);
    }

    /** For sandboxes that ask those servers themselves. */
    String text() {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    /** For sandboxes that have a relay to the stub. */
    String relayed() {
        return SERVER + " " + NameRelay.ADDRESS + "\n" + text();
    }

    private static boolean isOfLoopback(String line) {
        String[] words = line.strip().split("\\s+");
        return words.length > 1
                && words[0].equals(SERVER)
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
