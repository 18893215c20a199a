package dev.gatehouse.lambda.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sandboxes are told of this machine's resolver, and whom their name server asks. */
@Tag("unit")
final class HostResolversTest {

    private static final List<String> LINES =
            List.of(
                    "# by hand",
                    "nameserver 127.0.0.53",
                    " nameserver\t2001:db8::1",
                    "nameserver not-an-address",
                    "search example.org",
                    "options edns0");

    @Test
    void sandboxesAskTheirOwnServerAndKeepSearchListsAndOptions() {
        assertThat(HostResolvers.ofSandboxes(LINES))
                .isEqualTo(
                        """
                        nameserver 127.0.0.1
                        # by hand
                        search example.org
                        options edns0
                        """);
    }

    @Test
    void everyServerOfTheMachineIsAskedAlsoOnItsLoopback() {
        assertThat(HostResolvers.servers(LINES))
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly("127.0.0.53 53", "2001:db8:0:0:0:0:0:1 53");
    }
}
