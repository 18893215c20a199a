package dev.gatehouse.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class BinaryMediaTypesTest {

    /** Recorded from AWS: a star stands for a whole type or for all, not for a first half. */
    @ParameterizedTest
    @CsvSource({
        "*/*, image/png, true",
        "image/*, IMAGE/png; q=1, true",
        "image/*, images/png, false",
        "image/png, image/png2, false",
        "*/test, image/test, false",
        "*/png, image/png, false",
    })
    void starsStandForWholeTypes(String configured, String contentType, boolean binary) {
        BinaryMediaTypes types = new BinaryMediaTypes(List.of(configured));
        assertThat(types.matches(contentType)).isEqualTo(binary);
        assertThat(types.accepted(contentType)).isEqualTo(binary);
    }
}
