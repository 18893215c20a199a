package dev.gatehouse.s3.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ByteRangeTest {
    private static final long THREE_GIB = 3L << 30;

    @Test
    void aRangeThatEndsBeforeItBeginsIsNone() {
        assertThat(ByteRange.parse("bytes=3-1", 10)).isEmpty();
    }

    @Test
    void aPartOfALargeObjectIsGiven() {
        ByteRange end = ByteRange.parse("bytes=-10", THREE_GIB).orElseThrow();
        assertThat(end.size()).isEqualTo(10);
        assertThat(end.contentRange(THREE_GIB)).isEqualTo("bytes 3221225462-3221225471/3221225472");
    }
}
