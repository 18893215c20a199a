package dev.gatehouse.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which name servers a sandbox can use. */
final class HostResolversTest {

    @Test
    void leavesOutServersOnTheHostsLoopback() {
        HostResolvers resolvers =
                HostResolvers.parse(
                        List.of(
                                "# stub",
                                "nameserver 127.0.0.53",
                                "nameserver ::1",
                                "nameserver 192.0.2.1",
                                "search example.org"));
        assertThat(resolvers.lines())
                .containsExactly("# stub", "nameserver 192.0.2.1", "search example.org");
        assertThat(resolvers.stub()).isEmpty();
    }

    @Test
    void namesTheStubWhenNoOtherServerIsLeft() {
        HostResolvers resolvers =
                HostResolvers.parse(List.of("nameserver 127.0.0.53", "options edns0"));
        assertThat(resolvers.stub()).contains("127.0.0.53");
        assertThat(resolvers.relayed()).isEqualTo("nameserver 127.0.0.1\noptions edns0\n");
    }
}
