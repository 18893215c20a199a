package dev.gatehouse.lambda.sandbox.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which names of this machine's table a function knows. */
@Tag("unit")
final class HostNamesTest {

    @Test
    void keepsOtherMachinesAndLeavesOutThisOne() {
        String table =
                HostNames.withOwn(
                        List.of(
                                "# static table",
                                "127.0.0.1 localhost",
                                "127.0.1.1 laptop",
                                "::1 localhost",
                                "192.0.2.7 database.internal database"));
        assertThat(table)
                .isEqualTo(
                        """
                        127.0.0.1 localhost sandbox sandbox.localdomain
                        ::1 localhost
                        192.0.2.7 database.internal database
                        """);
    }
}
