package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way out of sandboxes made as root: a cable (veth) each, one static firewall table that keeps
 * them from the host, from each other and from link-local addresses, and masquerading.
 */
record Cabling(NumberRange block, Launcher launcher) {

    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

    /** Sets the table up; empty, and a warning that says why, where the machine does not let us. */
    static Optional<Cabling> install(
            NumberRange block, Launcher launcher, Consumer<String> warnings) {
        Optional<String> rejection =
                launcher.run(
                        "firewall",
                        block.firewallTable(),
                        block.interfacePrefix(),
                        block.subnet(),
                        Integer.toString(NumberRange.SUBNET_BITS));
        if (rejection.isEmpty()) {
            rejection = forward();
        }
        if (rejection.isPresent()) {
            warnings.accept("functions cannot reach other machines: " + rejection.get());
            return Optional.empty();
        }
        return Optional.of(new Cabling(block, launcher));
    }

    /**
     * The kernel passes packets on only when told to; another program may rely on it afterwards.
     */
    private static Optional<String> forward() {
        try {
            if (!Files.readString(FORWARDING).strip().equals("1")) {
                Files.writeString(FORWARDING, "1");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("net.ipv4.ip_forward cannot be set");
        }
    }

    List<String> arguments(int index) {
        return List.of(
                "--veth",
                block.hostInterface(index),
                block.hostAddress(index),
                block.sandboxAddress(index));
    }

    void remove() {
        launcher.run("no-firewall", block.firewallTable());
    }
}
