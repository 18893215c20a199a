package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.util.Arrays;
import java.util.Optional;

/** What sandboxes made as root can do without, where a machine does not allow it. */
public enum RootPart {
    /** Loop devices and ext4 for {@code /tmp}: often missing in containers. */
    DISK("/tmp", "/tmp is memory, not disk"),
    /** A veth pair and its firewall. */
    CABLE("network", "functions cannot reach other machines");

    /** What the launcher names first when this is where it failed. */
    private final String place;

    private final String loss;

    RootPart(String place, String loss) {
        this.place = place;
        this.loss = loss;
    }

    /** The part that a failure is about; empty when nothing can be left out to avoid it. */
    public static Optional<RootPart> blamedBy(SandboxException failure) {
        return Arrays.stream(values())
                .filter(part -> String.valueOf(failure.getMessage()).startsWith(part.place + ":"))
                .findFirst();
    }

    /** What it means to be without it, and why. */
    public String warning(SandboxException failure) {
        return loss + ", since making it failed with " + failure.getMessage();
    }
}
