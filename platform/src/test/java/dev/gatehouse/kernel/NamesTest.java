package dev.gatehouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names a region and an account, told by hand, against patterns that say the same. */
@Tag("unit")
@org.junit.jupiter.api.Tag("unit")
final class NamesTest {
    private static final String REGION = "[a-z]{2,4}(-[a-z]{2,12}){1,3}-\\d{1,2}";

    @Property
    void aRegionIsWhatThePatternSays(@ForAll("nearlyRegions") String name) {
        assertThat(takes(() -> new Region(name))).isEqualTo(name.matches(REGION));
    }

    @Property
    void anAccountIsTwelveDigits(@ForAll("nearlyAccounts") String id) {
        assertThat(takes(() -> new AccountId(id))).isEqualTo(id.matches("\\d{12}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-west-12", "us-gov-west-1", "us-isob-east-1"})
    void takesRegionsOfAws(String name) {
        assertThat(new Region(name).name()).isEqualTo(name);
    }

    @Provide
    Arbitrary<String> nearlyRegions() {
        Arbitrary<String> word =
                Arbitraries.strings().withCharRange('a', 'c').ofMinLength(0).ofMaxLength(13);
        Arbitrary<String> number = Arbitraries.strings().withChars("019a-").ofMaxLength(3);
        return Combinators.combine(word.list().ofMinSize(1).ofMaxSize(5), number)
                .as((words, last) -> String.join("-", words) + '-' + last);
    }

    @Provide
    Arbitrary<String> nearlyAccounts() {
        return Arbitraries.strings().withChars("0123456789a-").ofMinLength(10).ofMaxLength(13);
    }

    private static boolean takes(Runnable made) {
        try {
            made.run();
            return true;
        } catch (IllegalArgumentException rejected) {
            return false;
        }
    }
}
