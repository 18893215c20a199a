package dev.gatehouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.TagViolation.InvalidKey;
import dev.gatehouse.kernel.TagViolation.InvalidValue;
import dev.gatehouse.kernel.TagViolation.ReservedKey;
import dev.gatehouse.kernel.TagViolation.TooMany;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TagViolationTest {

    @Test
    void acceptsWhatAwsAccepts() {
        String longest = "\ud835\udd04".repeat(128); // letters outside the first plane count once
        assertThat(TagViolation.of(Map.of(longest, "v".repeat(256), "Größe 1+2=3", "", "a:b", "x")))
                .isEmpty();
    }

    @Test
    void rejectsMoreThanFiftyTags() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 51; i++) {
            tags.put("k" + i, "v");
        }
        assertThat(TagViolation.of(tags)).contains(new TooMany(51, 50));
        assertThat(TagViolation.ofUserDefined(Map.of("a", "1", "b", "2"), 1))
                .contains(new TooMany(2, 1));
    }

    @Test
    void rejectsATagKeyLongerThan128Characters() {
        String key = "k".repeat(129);
        assertThat(TagViolation.of(Map.of(key, "v"))).contains(new InvalidKey(key));
        assertThat(TagViolation.of(Map.of("", "v"))).contains(new InvalidKey(""));
    }

    @Test
    void rejectsATagValueLongerThan256Characters() {
        String value = "v".repeat(257);
        assertThat(TagViolation.of(Map.of("k", value))).contains(new InvalidValue("k", value));
    }

    @Test
    void rejectsCharactersThatTagsMayNotHave() {
        assertThat(TagViolation.of(Map.of("a\u0000", "v"))).contains(new InvalidKey("a\u0000"));
        assertThat(TagViolation.of(Map.of("k", "<v>"))).contains(new InvalidValue("k", "<v>"));
    }

    @Test
    void rejectsKeysOfAwsOwnInWhateverCase() {
        assertThat(TagViolation.of(Map.of("Aws:x", "v"))).contains(new ReservedKey("Aws:x"));
    }

    @Test
    void rejectsTheSystemsKeysWhereNoStackGivesThem() {
        Map<String, String> tags = Map.of(SystemTags.STACK_NAME, "other");
        assertThat(TagViolation.of(tags)).isEmpty();
        assertThat(TagViolation.ofUserDefined(tags, 10))
                .contains(new ReservedKey(SystemTags.STACK_NAME));
    }
}
