package dev.gatehouse.wire.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
@net.jqwik.api.Tag("unit")
class EventFramesTest {
    @Test
    void anEmptyMessageIsSixteenKnownBytes() {
        byte[] frame = EventFrames.encode(new EventMessage(Map.of(), new byte[0]));

        assertThat(HexFormat.of().formatHex(frame)).isEqualTo("000000100000000005c248eb7d98c8ff");
    }

    @Property(tries = 200)
    void aMessageComesBackAsItWas(@ForAll String type, @ForAll byte[] payload) {
        String shortType =
                type.substring(0, Math.min(type.length(), 1000)).replaceAll("\\p{Cs}", "");
        EventMessage message = EventMessage.event(shortType, "application/json", payload);

        EventMessage read = EventFrames.decode(ByteBuffer.wrap(EventFrames.encode(message)));

        assertThat(read.headers()).isEqualTo(message.headers());
        assertThat(read.payload()).isEqualTo(payload);
    }

    @Test
    void messagesFollowEachOtherInOneBuffer() {
        byte[] one = EventFrames.encode(EventMessage.event("A", "text/plain", new byte[] {1}));
        ByteBuffer both = ByteBuffer.allocate(2 * one.length).put(one).put(one).flip();

        EventFrames.decode(both);
        EventFrames.decode(both);

        assertThat(both.hasRemaining()).isFalse();
    }

    @Test
    void everyFlippedBitAndEveryCutIsNoticed() {
        byte[] frame = EventFrames.encode(EventMessage.event("A", "text/plain", new byte[] {1}));
        for (int i = 0; i < frame.length; i++) {
            byte[] broken = frame.clone();
            broken[i] ^= 0x10;
            byte[] cut = Arrays.copyOf(frame, i);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EventFrames.decode(ByteBuffer.wrap(broken)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EventFrames.decode(ByteBuffer.wrap(cut)));
        }
    }
}
