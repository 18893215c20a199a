package dev.gatehouse.iam.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Tag("unit")
final class TagsTest {
    private static final List<Tag> TWICE = List.of(tag("Team", "a"), tag("team", "b"));

    @Test
    void keysOfARoleThatDifferInCaseAloneAreTheSame() {
        Tags first = Tags.of(TagKeys.ANY_CASE, List.of(tag("Team", "a"), tag("stage", "x")));

        assertThat(first.with(TagKeys.ANY_CASE, List.of(tag("team", "b"))).values())
                .isEqualTo(Map.of("team", "b", "stage", "x"));
        assertThat(first.without(TagKeys.ANY_CASE, List.of("TEAM")).values())
                .isEqualTo(Map.of("stage", "x"));
        assertThatThrownBy(() -> Tags.of(TagKeys.ANY_CASE, TWICE))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "Duplicate tag keys found. Please note that Tag keys are case"
                                + " insensitive.");
    }

    @Test
    void keysOfAPolicyAreTakenToTheLetter() {
        assertThat(Tags.of(TagKeys.EXACT, TWICE).values())
                .isEqualTo(Map.of("Team", "a", "team", "b"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
