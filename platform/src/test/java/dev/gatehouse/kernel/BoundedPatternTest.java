package dev.gatehouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class BoundedPatternTest {

    @Test
    void matchesTheWholeText() {
        assertThat(pattern("5\\d{2}").matches("503")).isTrue();
        assertThat(pattern("5\\d").matches("503")).isFalse();
        assertThat(pattern(".*").matches("")).isTrue();
        assertThat(pattern("a.+").matches("ab\nc")).isFalse();
        assertThat(pattern("(\\n|.)+").matches("ab\nc".repeat(50_000))).isTrue();
    }

    @Test
    void understandsWhatNeedsBacktracking() {
        assertThat(pattern("(?!Not).+Found").matches("Really Found")).isTrue();
        assertThat(pattern("(?!Not).+Found").matches("Not Found")).isFalse();
        assertThat(pattern("(a+)-\\1").matches("aa-aa")).isTrue();
    }

    @Test
    void endsWhatWouldNeverEnd() {
        String text = "a".repeat(5_000) + "!";
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> {
                    assertThat(pattern("(a+)+").matches(text)).isFalse();
                    assertThat(pattern("(?=a)(a+)+").matches(text)).isFalse();
                    assertThat(pattern("(?=a)(a|b)*!").matches("ab".repeat(500_000))).isFalse();
                });
    }

    @Test
    void isNoneWhereTheExpressionIsNone() {
        assertThat(BoundedPattern.compile("(")).isEmpty();
        assertThat(BoundedPattern.compile("(".repeat(200) + ")".repeat(200))).isEmpty();
    }

    private static BoundedPattern pattern(String expression) {
        return BoundedPattern.compile(expression).orElseThrow();
    }
}
