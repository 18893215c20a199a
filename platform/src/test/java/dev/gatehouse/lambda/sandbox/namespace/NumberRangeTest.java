package dev.gatehouse.lambda.sandbox.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that belong to one sandbox of one node of the machine. */
@Tag("unit")
final class NumberRangeTest {

    @TempDir Path machine;

    @Test
    void twoNodesNeverShareANumber() throws IOException {
        try (NumberRange one = NumberRange.claim(machine, Optional.empty());
                NumberRange other = NumberRange.claim(machine, Optional.empty())) {
            Set<Object> seen = new HashSet<>();
            for (NumberRange block : new NumberRange[] {one, other}) {
                for (int i = 0; i < NumberRange.SIZE; i++) {
                    assertThat(seen.add(block.uid(i))).isTrue();
                    assertThat(seen.add(block.hostInterface(i))).isTrue();
                    assertThat(seen.add(block.hostAddress(i))).isTrue();
                    assertThat(seen.add(block.sandboxAddress(i))).isTrue();
                    assertThat(block.hostInterface(i)).hasSizeLessThan(16);
                }
            }
            assertThat(one.subnet()).isEqualTo("198.19.0.0");
            assertThat(other.subnet()).isEqualTo("198.19.16.0");
            assertThat(other.sandboxAddress(NumberRange.SIZE - 1)).isEqualTo("198.19.31.254");
        }
    }

    /**
     * Closing any channel of a locked file would give the lock up, to a node of another process.
     */
    @Test
    void aRangeStaysItsNodesWhileOthersOfTheProcessLookForTheirs() throws IOException {
        try (NumberRange one = NumberRange.claim(machine, Optional.empty());
                NumberRange other = NumberRange.claim(machine, Optional.empty())) {
            Object inode = Files.getAttribute(machine.resolve("sandboxes-0.lock"), "unix:ino");

            assertThat(one.groupPrefix()).isEqualTo("0-");
            assertThat(other.groupPrefix()).isEqualTo("1-");
            assertThat(Files.readString(Path.of("/proc/locks"))).contains(":" + inode + " ");
        }
    }

    @Test
    void aRangeIsFreeAgainWhenItsNodeIsGone() throws IOException {
        String first;
        try (NumberRange block = NumberRange.claim(machine, Optional.empty())) {
            first = block.firewallTable();
        }
        try (NumberRange block = NumberRange.claim(machine, Optional.empty())) {
            assertThat(block.firewallTable()).isEqualTo(first);
        }
    }

    @Test
    void givesEachSlotOnceAndAgainAfterItCameBack() throws IOException {
        try (NumberRange block = NumberRange.claim(machine, Optional.empty())) {
            for (int i = 0; i < NumberRange.SIZE; i++) {
                assertThat(block.take()).hasValue(i);
            }
            assertThat(block.take()).isEqualTo(OptionalInt.empty());
            block.giveBack(17);
            assertThat(block.take()).hasValue(17);
        }
    }

    /** As of a node in a chroot, which writes this machine's control groups. */
    @Test
    void nodesThatShareControlGroupsAloneShareNoNumber(@TempDir Path groups) throws IOException {
        Path chroot = machine.resolve("chroot");
        try (NumberRange one = NumberRange.claim(machine, Optional.of(groups));
                NumberRange other = NumberRange.claim(chroot, Optional.of(groups))) {
            assertThat(one.groupPrefix()).isEqualTo("0-");
            assertThat(other.groupPrefix()).isEqualTo("1-");
        }
        try (NumberRange block = NumberRange.claim(chroot, Optional.of(groups))) {
            assertThat(block.groupPrefix()).isEqualTo("0-");
        }
    }
}
