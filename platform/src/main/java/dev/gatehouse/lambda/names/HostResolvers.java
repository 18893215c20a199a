package dev.gatehouse.lambda.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How this machine resolves names: its {@code resolv.conf}. */
public final class HostResolvers {

    private static final String SERVER = "nameserver";

    private static final Path TABLE = Path.of("/etc/resolv.conf");

    private HostResolvers() {}

    /** The machine's name servers as they are now, the most preferred first. */
    public static List<InetSocketAddress> servers() {
        return servers(lines());
    }

    /** The {@code resolv.conf} of sandboxes, whose server carries questions to those. */
    public static String ofSandboxes() {
        return ofSandboxes(lines());
    }

    static List<InetSocketAddress> servers(List<String> lines) {
        return lines.stream()
                .filter(HostResolvers::isServer)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1)
                .map(words -> address(words[1]))
                .flatMap(Optional::stream)
                .map(address -> new InetSocketAddress(address, NameServer.PORT))
                .toList();
    }

    /** Search lists and options stay as they are. */
    static String ofSandboxes(List<String> lines) {
        return Stream.concat(
                        Stream.of(SERVER + " " + NameServer.ADDRESS),
                        lines.stream().filter(line -> !isServer(line)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isServer(String line) {
        return line.strip().startsWith(SERVER);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(TABLE);
        } catch (IOException e) {
            return List.of();
        }
    }
}
